"""Registers the app with Django, and the pages every shell links to."""

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer signing in and out, and the account."""
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.acts.extensions import actor_source
        from lienthong.kernel.forms.extensions import PrefillSource, prefill_source
        from lienthong.kernel.organizations.extensions import mover
        from lienthong.kernel.ui.extensions import Place, Section, Shell, navigation, place

        from . import words as _words  # noqa: F401  says in words what histories keep as codes
        from .contracts import MANAGE, SEE_LOOKS
        from .extensions import role
        from .queries import actor_again, count_running, read_profile
        from .services.move_systems import Systems

        actor_source(actor_again)
        mover(Systems)
        known = {"name": _("full name"), "email": _("e-mail")}
        prefill_source(PrefillSource("profile", _("Own account"), known, verified=False, read=read_profile))
        place(Place.SIGN_IN, "account_login")
        place(Place.SIGN_OUT, "account_logout")
        place(Place.ACCOUNT, "account")
        role("administrator", _("Administrator"), {MANAGE: Scope.PROVINCE, SEE_LOOKS: Scope.PROVINCE})
        role("inspector", _("Inspector"), {SEE_LOOKS: Scope.PROVINCE})
        pages = (
            (_("Connected systems"), "systems", "link", MANAGE, None),
            (_("Personal numbers"), "personal_number", "id", MANAGE, None),
            (
                _("Emergency rights"),
                "emergency_list",
                "alarm",
                MANAGE,
                lambda _viewer: count_running(now=timezone.now()),
            ),
            (_("Looks at personal data"), "looks", "eye", SEE_LOOKS, None),
        )
        for order, (label, page, icon, permission, count) in enumerate(pages, start=30):
            navigation(
                Shell.WORKSPACE,
                Section.ADMINISTRATION,
                label,
                page,
                icon,
                permission=permission,
                order=2 * order,
                count=count,
            )
