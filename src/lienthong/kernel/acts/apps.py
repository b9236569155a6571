"""Registers the app with Django."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"
