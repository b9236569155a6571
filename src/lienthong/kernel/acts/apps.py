"""Registers the app with Django, and the page of undelivered events in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the pages: events to those who look after them, bulk runs to those who look after those."""
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
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Bulk runs"),
            "bulk_runs",
            "list-check",
            permission="acts.bulk.manage",
            order=75,
        )
