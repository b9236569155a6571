"""Registers the app with Django."""

from django.apps import AppConfig


class OnestopConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.systems.onestop"
    label = "onestop"
    default_auto_field = "django.db.models.BigAutoField"
