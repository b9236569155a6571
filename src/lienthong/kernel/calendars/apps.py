"""Registers the app with Django."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"
