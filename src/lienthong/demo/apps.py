"""Registers the app with Django."""

from django.apps import AppConfig
from django.core import checks


class DemoConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep invented accounts out of real servers."""
        from .checks import no_invented_accounts

        checks.register(no_invented_accounts, checks.Tags.database)
