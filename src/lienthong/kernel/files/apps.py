"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FilesConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every `policy.py`, where systems declare who may see the files of their records; offer the door."""
        from lienthong.kernel.ui.extensions import Place, place

        autodiscover_modules("policy")
        place(Place.UPLOADS, "files:uploads")
