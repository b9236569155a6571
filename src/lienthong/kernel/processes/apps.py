"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessesConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.processes"
    label = "processes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what happens to open work when agencies are reorganised, and who draws processes."""
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import mover, role
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .policy import DESIGN
        from .services.move_work import OpenWork

        mover(OpenWork)
        for code, label in (
            ("administrator", _("Administrator")),
            ("procedure-control", _("Procedure control officer")),
        ):
            role(code, label, {DESIGN: Scope.PROVINCE})
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Processes"),
            "processes:index",
            "git-branch",
            permission=DESIGN,
            order=45,
        )
