"""Words and looks of fees."""

from django.utils.translation import gettext_lazy as _

from lienthong.systems.payments.contracts import DayState, DemandState, LineKind, Verdict
from lienthong.systems.payments.extensions import find_way

STATES = {
    DemandState.WAITING: _("To be paid"),
    DemandState.PAID: _("Paid"),
    DemandState.CANCELLED: _("Cancelled"),
    DemandState.REFUNDED: _("Refunded"),
}
LOOKS = {
    DemandState.WAITING: "payment",
    DemandState.PAID: "done",
    DemandState.CANCELLED: "stopped",
    DemandState.REFUNDED: "returned",
}
KINDS = {LineKind.FEE: _("fee"), LineKind.CHARGE: _("charge"), LineKind.OTHER: _("other cost")}
VERDICTS = {
    Verdict.ACCEPTED: _("accepted"),
    Verdict.REPLAYED: _("said again"),
    Verdict.FORGED: _("signature does not fit"),
    Verdict.UNKNOWN: _("no such demand"),
    Verdict.WRONG_AMOUNT: _("another amount"),
    Verdict.WRONG_CURRENCY: _("another currency"),
    Verdict.WRONG_PAYEE: _("another payee"),
    Verdict.NOT_PAID: _("not paid"),
    Verdict.NOT_WAITING: _("nothing was to be paid any more"),
    Verdict.NOT_LISTED: _("paid by us, not in the gateway's list of the day"),
}
DAYS = {
    DayState.AGREES: (_("agrees"), "done"),
    DayState.DIFFERS: (_("differs"), "late"),
    DayState.NO_ANSWER: (_("no answer yet"), "supplement"),
}


def method_words(key: str) -> str:
    """Return how something was paid, in words."""
    if key == "exempt":
        return str(_("Exempt"))
    way = find_way(key)
    return str(way.label) if way else key
