"""Registers the app with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
