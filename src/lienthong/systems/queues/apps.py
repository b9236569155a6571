"""Registers the app with Django, its roles, its acts and its pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QueuesConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.systems.queues"
    label = "queues"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who calls, who supervises, who manages, and show them their pages."""
        from lienthong.kernel.audit.extensions import name_acts
        from lienthong.kernel.organizations.extensions import mover
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .contracts import MANAGE, SERVE, SUPERVISE
        from .services.move_desks import Desks

        self._register_roles()
        mover(Desks)
        name_acts(
            {
                "queues.desk.found": _("Set up a desk"),
                "queues.priority.set": _("Set a priority group"),
            }
        )
        navigation(
            Shell.WORKSPACE,
            Section.BUSINESS,
            _("Queue"),
            "queues:post",
            "ticket",
            permission=SERVE,
            order=12,
            key="G Q",
        )
        navigation(
            Shell.WORKSPACE, Section.LOOKUP, _("Waiting times"), "queues:figures", "hourglass-low",
            permission=SUPERVISE, order=25,
        )  # fmt: skip
        navigation(
            Shell.WORKSPACE, Section.ADMINISTRATION, _("Desks"), "queues:desks", "ticket",
            permission=MANAGE, order=60,
        )  # fmt: skip

    @staticmethod
    def _register_roles() -> None:
        """Say what each role may do here."""
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import name_permissions, role

        from .contracts import MANAGE, PRIORITIES, SEE, SERVE, SUPERVISE

        name_permissions(
            {
                "queues.desk.see": _("Read desks and their lines"),
                "queues.counter.serve": _("Call tickets at a counter"),
                "queues.desk.supervise": _("Read waiting and serving times"),
                "queues.desk.manage": _("Set up desks, counters and tickets"),
                "queues.priority.set": _("Set priority groups"),
            }
        )
        agency, province = Scope.AGENCY, Scope.PROVINCE
        serves = {SEE: agency, SERVE: agency}
        role("reception", _("Reception officer"), serves)
        role("result", _("Result officer"), serves)
        role("civil-status", _("Civil status officer"), serves)
        role("cashier", _("Cashier"), serves)
        role("leader", _("Leader of the agency"), {SEE: agency, SUPERVISE: agency, MANAGE: agency})
        role("division-head", _("Head of division"), {SEE: agency, SUPERVISE: agency})
        province_wide = {SEE: province, SUPERVISE: province}
        role("province-leader", _("Leader of the province"), province_wide)
        role("procedure-control", _("Procedure control officer"), province_wide)
        role("administrator", _("Administrator"), province_wide | {MANAGE: province, PRIORITIES: province})
