"""Registers the app with Django, its channels, the templates of every app, and its pages."""

from pathlib import Path

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the templates in the apps' `notices/` folders, and offer channels, providers and pages."""
        from . import channels as _channels  # noqa: F401  registers the channels and providers the program brings
        from .extensions import receipts_go_to, register_folder

        for config in apps.get_app_configs():
            folder = Path(config.path) / "notices"
            if (folder / "templates.json").is_file():
                register_folder(folder)
        receipts_go_to(_keep_receipts)
        self._offer_pages()

    def _offer_pages(self) -> None:
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import name_permissions, role
        from lienthong.kernel.ui.extensions import Place, Section, Shell, navigation, place

        from .contracts import MANAGE, SEE

        place(Place.NOTICES, "notifications:own")
        place(Place.NOTICE_COUNT, "notifications:unread")
        name_permissions(
            {
                "notifications.manage": _("Change messages and their texts"),
                "notifications.see": _("Read sent messages"),
            }
        )
        role("administrator", _("Administrator"), {SEE: Scope.PROVINCE, MANAGE: Scope.PROVINCE})
        for label, url, icon, permission, order in (
            (_("Messages"), "notifications:messages", "mail", SEE, 60),
            (_("Texts of messages"), "notifications:texts", "message", MANAGE, 61),
        ):
            navigation(Shell.WORKSPACE, Section.ADMINISTRATION, label, url, icon, permission=permission, order=order)


def _keep_receipts(provider: str, news: object) -> None:
    from django.utils import timezone

    from .services import receive_receipts

    receive_receipts(provider=provider, news=list(news), now=timezone.now())  # type: ignore[call-overload]  # news of a provider
