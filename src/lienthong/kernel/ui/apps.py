"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the checks of what other apps registered, and offer the style page to who looks after the program."""
        from . import checks  # noqa: F401  importing registers them
        from .extensions import Section, Shell, navigation

        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Components"),
            "styles",
            "layout-dashboard",
            permission="events.see",
            order=95,
        )
