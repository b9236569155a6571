"""Registers the app with Django."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.numbering"
    label = "numbering"
    default_auto_field = "django.db.models.BigAutoField"
