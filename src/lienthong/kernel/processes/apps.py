"""Registers the app with Django."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.processes"
    label = "processes"
    default_auto_field = "django.db.models.BigAutoField"
