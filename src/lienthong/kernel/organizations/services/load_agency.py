"""Loading an agency that somebody wants to manage."""

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted
from lienthong.kernel.organizations.models import Agency
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE, SEE


def load_managed_agency(*, code: str, actor: Actor) -> Agency:
    """Lock an agency and return it, when the actor may manage it.

    :raises NotFound: no such agency within the actor's sight
    :raises NotPermitted: the actor sees it but does not manage it
    """
    found = Agency.objects.select_for_update().filter(code=code).first() if code.isprintable() else None
    if found is None or not (AGENCIES.allows(actor, SEE, found) or AGENCIES.allows(actor, MANAGE, found)):
        raise NotFound(_("There is no agency with the code %(code)s.") % {"code": code[:40]})
    if not AGENCIES.allows(actor, MANAGE, found):
        raise NotPermitted(_("You may see this agency but not appoint its officers."))
    return found
