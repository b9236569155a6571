"""Asking for the part of a fee whose moment has come; used by the acts of this app (R-31)."""

from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import Payment
from lienthong.systems.onestop.models import Dossier

WITH_SUPPLEMENT, ON_RETURN = "with_supplement", "on_return"


def ask_fee(dossier: Dossier, *, collect: str) -> None:
    """Let what is collected at a moment be paid from now on; the demand itself is raised from the event of the act.

    What was asked for before stays as it is; what comes a second time, with a second request, is not asked for again.
    """
    lines = rules.with_state(dossier.fee_lines, rules.LATER, rules.ASKED, collect=collect)
    if lines == dossier.fee_lines:
        return
    dossier.fee_lines = lines
    dossier.fee = rules.amount_of(lines, rules.ASKED, rules.PAID)
    dossier.payment, dossier.fee_paid_at = Payment.DEMANDED, None
