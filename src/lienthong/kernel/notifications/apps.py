"""Registers the app with Django, its channels, the templates of every app, and its page."""

from pathlib import Path

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the templates in the apps' `notices/` folders, and let administrators see what was sent."""
        from lienthong.kernel.accounts.extensions import role
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .extensions import register_folder
        from .services import channels as _channels  # noqa: F401  registers the channels the program brings

        for config in apps.get_app_configs():
            folder = Path(config.path) / "notices"
            if (folder / "templates.json").is_file():
                register_folder(folder)
        role("administrator", _("Administrator"), {"notifications.see": Scope.PROVINCE})
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Messages"),
            "notifications:messages",
            "mail",
            permission="notifications.see",
            order=60,
        )
