"""Registers the app with Django and its entry in the workspace."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.extensions import name_permissions, role
from lienthong.kernel.acts.contracts import Scope
from lienthong.kernel.ui.extensions import Section, Shell, navigation


class ProceduresConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.systems.procedures"
    label = "procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who keeps the catalogue, and offer them its list."""
        permissions = ("procedures.manage", "procedures.publish", "forms.design", "forms.publish")
        keeper = dict.fromkeys(permissions, Scope.PROVINCE)
        name_permissions(
            {
                "forms.design": _("Design forms"),
                "forms.publish": _("Publish forms"),
                "procedures.manage": _("Change procedures"),
                "procedures.publish": _("Publish procedures"),
            }
        )
        role("procedure-control", _("Procedure control officer"), keeper)
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Procedures"),
            "procedures:index",
            "books",
            permission="procedures.manage",
            order=40,
        )
