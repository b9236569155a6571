"""Registers the app with Django, and its page with the shells."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the page of results."""
        from lienthong.kernel.ui.extensions import Place, place

        place(Place.SEARCH, "search")
