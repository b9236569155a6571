"""Registers the app with Django."""

from pathlib import Path

from django.apps import AppConfig, apps


class PapersConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep what people attach to forms, and read the tables of templates in the `papers/` folders of systems."""
        from lienthong.kernel.forms.extensions import attachment_store

        from .adapter import StoredAttachments
        from .extensions import register_folder

        attachment_store(StoredAttachments())
        for config in apps.get_app_configs():
            folder = Path(config.path) / "papers"
            if (folder / "templates.json").is_file():
                register_folder(folder)
