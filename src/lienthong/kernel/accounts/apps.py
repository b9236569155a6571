"""Registers the app with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
