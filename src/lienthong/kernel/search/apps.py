"""Registers the app with Django, and its pages with the shells."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the page of results, and that of those who look after search."""
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import name_permissions, role
        from lienthong.kernel.ui.extensions import Place, Section, Shell, navigation, place

        from .contracts import MANAGE

        place(Place.SEARCH, "search")
        name_permissions(
            {
                "search.manage": _("Look after search"),
            }
        )
        role("administrator", _("Administrator"), {MANAGE: Scope.PROVINCE})
        navigation(
            Shell.WORKSPACE, Section.ADMINISTRATION, _("Words of search"), "search_words", "search",
            permission=MANAGE, order=60,
        )  # fmt: skip
