"""Registers the app with Django."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.forms"
    label = "forms"
    default_auto_field = "django.db.models.BigAutoField"
