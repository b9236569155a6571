"""Registers the app with Django, its roles, its ways to pay and its place in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.systems.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register roles, words, ways to pay and the page."""
        from lienthong.kernel.audit.extensions import name_acts
        from lienthong.kernel.numbering.extensions import name_books
        from lienthong.kernel.organizations.extensions import mover
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .contracts import SEE
        from .extensions import provide_way
        from .providers import Cash, Platform, Transfer
        from .services.move_demands import WaitingDemands

        self._register_roles()
        for way in (Cash(), Transfer(), Platform()):
            provide_way(way)
        mover(WaitingDemands)
        name_books("payments.", _("Demands for fees"))
        name_acts(
            {
                "payments.fee.demand": _("Demanded"),
                "payments.fee.ask": _("Asked the gateway"),
                "payments.callback.settle": _("Settled a message of the gateway"),
                "payments.account.set": _("Set the account"),
            }
        )
        navigation(Shell.WORKSPACE, Section.BUSINESS, _("Fees"), "payments:list", "cash", permission=SEE, order=30)

    @staticmethod
    def _register_roles() -> None:
        """Say who takes money, who corrects, who only sees."""
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import name_permissions, role

        from .contracts import ACCOUNTS, CORRECT, SEE, TAKE

        name_permissions(
            {
                "payments.fee.see": _("Read fees"),
                "payments.fee.take": _("Take money"),
                "payments.fee.correct": _("Cancel, replace and refund fees"),
                "payments.account.set": _("Set the accounts of agencies"),
            }
        )
        agency, province = Scope.AGENCY, Scope.PROVINCE
        for code, label in (("reception", _("Reception officer")), ("result", _("Result officer"))):
            role(code, label, {SEE: agency, TAKE: agency})
        role("cashier", _("Cashier"), {SEE: agency, TAKE: agency, CORRECT: agency})
        role("leader", _("Leader of the agency"), {SEE: agency, CORRECT: agency})
        role("administrator", _("Administrator"), {SEE: province, ACCOUNTS: province})
