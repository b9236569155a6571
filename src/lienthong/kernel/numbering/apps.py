"""Registers the app with Django."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.numbering"
    label = "numbering"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what happens to books when agencies are reorganised."""
        from lienthong.kernel.organizations.extensions import mover

        from .services.close_books import Books

        mover(Books)
