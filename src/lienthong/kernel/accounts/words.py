"""Words of accounts: what was done to sessions, rights and numbers."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.extensions import name_acts

name_acts(
    {
        "accounts.emergency.take": _("Emergency rights taken"),
        "accounts.emergency.end": _("Emergency rights ended"),
        "accounts.number.record": _("Personal number put on record"),
        "accounts.session.end": _("Browser signed out"),
        "accounts.sign_in.outer": _("Signed in by the identity service"),
        "accounts.sign_on": _("Signed in to another system"),
    }
)
