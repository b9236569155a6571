"""Registers the app with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
