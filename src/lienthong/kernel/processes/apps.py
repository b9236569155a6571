"""Registers the app with Django."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.processes"
    label = "processes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what happens to open work when agencies are reorganised."""
        from lienthong.kernel.organizations.extensions import mover

        from .services.move_work import OpenWork

        mover(OpenWork)
