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
        from lienthong.kernel.organizations.extensions import mover, name_permissions, role
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .policy import DESIGN, PUBLISH, SERVICES, SKIP
        from .services.move_work import OpenWork

        mover(OpenWork)
        looks_after = dict.fromkeys((DESIGN, PUBLISH, SERVICES), Scope.PROVINCE)
        name_permissions(
            {
                "processes.design": _("Design processes"),
                "processes.publish": _("Publish processes"),
                "processes.reassign": _("Reassign work"),
                "processes.services": _("Call failed services again"),
                "processes.services.skip": _("Pass over failed services"),
            }
        )
        role("administrator", _("Administrator"), looks_after)
        # Passing a step over is a decision about the case, not about the machine.
        role("procedure-control", _("Procedure control officer"), {**looks_after, SKIP: Scope.PROVINCE})
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Automatic steps"),
            "processes:failed_services",
            "refresh",
            permission=SERVICES,
            order=46,
        )
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Processes"),
            "processes:index",
            "git-branch",
            permission=DESIGN,
            order=45,
        )
