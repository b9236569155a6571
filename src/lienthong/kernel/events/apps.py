"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.events"
    label = "events"

    def ready(self) -> None:
        """Let every app's subscribers register."""
        autodiscover_modules("handlers")
