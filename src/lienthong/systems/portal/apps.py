"""Registers the app with Django and its words of the citizens' navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.extensions import Section, Shell, navigation


class PortalConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.systems.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the catalogue to citizens."""
        navigation(Shell.CITIZEN, Section.MAIN, _("Procedures"), "portal:catalogue", "books", order=10)
