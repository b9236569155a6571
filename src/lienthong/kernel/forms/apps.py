"""Registers the app with Django and the designer's place in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.forms"
    label = "forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the designer to those who design."""
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .policy import DESIGN

        navigation(
            Shell.WORKSPACE, Section.ADMINISTRATION, _("Forms"), "forms:index", "forms", permission=DESIGN, order=45
        )
