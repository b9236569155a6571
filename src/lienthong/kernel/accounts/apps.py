"""Registers the app with Django, and the pages every shell links to."""

from django.apps import AppConfig
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
        from lienthong.kernel.ui.extensions import Place, Section, Shell, navigation, place

        from .contracts import MANAGE
        from .extensions import role
        from .queries import actor_again

        actor_source(actor_again)
        place(Place.SIGN_IN, "account_login")
        place(Place.SIGN_OUT, "account_logout")
        place(Place.ACCOUNT, "account")
        role("administrator", _("Administrator"), {MANAGE: Scope.PROVINCE})
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Connected systems"),
            "systems",
            "link",
            permission=MANAGE,
            order=60,
        )
