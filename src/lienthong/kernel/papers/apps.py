"""Registers the app with Django."""

from pathlib import Path

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


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
        self._offer_pages()
        for config in apps.get_app_configs():
            folder = Path(config.path) / "papers"
            if (folder / "templates.json").is_file():
                register_folder(folder)

    def _offer_pages(self) -> None:
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import name_permissions, role
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .contracts import EDIT_TEMPLATES, PUBLISH_TEMPLATES, REVOKE, SEE, SEE_TEMPLATES

        rights = (SEE, REVOKE, SEE_TEMPLATES, EDIT_TEMPLATES, PUBLISH_TEMPLATES)
        name_permissions(
            {
                "papers.revoke": _("Revoke papers that were issued"),
                "papers.see": _("Read issued papers"),
                "papers.templates.edit": _("Edit templates of papers"),
                "papers.templates.publish": _("Publish templates of papers"),
                "papers.templates.see": _("Read templates of papers"),
            }
        )
        role("administrator", _("Administrator"), dict.fromkeys(rights, Scope.PROVINCE))
        for label, address, icon, permission, order in (
            (_("Paper templates"), "papers:templates", "file-text", SEE_TEMPLATES, 46),
            (_("Issued papers"), "papers:issued", "file-certificate", SEE, 47),
        ):
            navigation(
                Shell.WORKSPACE, Section.ADMINISTRATION, label, address, icon, permission=permission, order=order
            )
