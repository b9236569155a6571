"""Registers the app with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
