"""Registers the app with Django, and the page of undelivered events in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the page to those who look after events."""
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Events"),
            "undelivered_events",
            "refresh",
            permission="events.see",
            order=70,
        )
