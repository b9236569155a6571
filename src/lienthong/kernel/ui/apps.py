"""Registers the app with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the checks of what other apps registered."""
        from . import checks  # noqa: F401  importing registers them
