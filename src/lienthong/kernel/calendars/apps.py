"""Registers the app with Django and its page in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the calendars among the pages of administrators; organizations says who holds the permission."""
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Working calendars"),
            "calendars:list",
            "calendar",
            permission="calendars.see",
            order=15,
        )
