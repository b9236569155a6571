"""Registers the app with Django, and its pages in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the pages to those who look after events, bulk runs, and the chain over the history."""
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
            _("Chain over the history"),
            "chain",
            "shield-check",
            permission="audit.chain",
            order=69,
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
