"""Registers the app with Django."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.organizations"
    label = "organizations"
    default_auto_field = "django.db.models.BigAutoField"
