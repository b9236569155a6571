"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.events"
    label = "events"

    def ready(self) -> None:
        """Let every app's subscribers register, and the broker hear when there is something to send."""
        from .extensions import when_feed_grows
        from .services import ask_broker_sender

        when_feed_grows(ask_broker_sender)
        autodiscover_modules("handlers")
