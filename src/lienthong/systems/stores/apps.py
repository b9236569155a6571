"""Registers the app with Django, its right, its place in the one-stop shop and in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoresConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.systems.stores"
    label = "stores"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who uses what is kept, offer it to the one-stop shop, and show the citizen the page."""
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import name_permissions, role
        from lienthong.kernel.ui.extensions import Section, Shell, navigation
        from lienthong.systems.onestop.extensions import paper_store

        from .adapter import OwnersStore
        from .contracts import USE

        name_permissions({"stores.item.use": _("Use what is kept for the person served")})
        role("reception", _("Reception officer"), {USE: Scope.AGENCY})
        paper_store(OwnersStore())
        navigation(Shell.CITIZEN, Section.MAIN, _("My papers"), "stores:own", "folder", order=30)
