"""Registers the app with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
