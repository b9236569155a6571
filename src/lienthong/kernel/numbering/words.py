"""Words of numbering: what became of numbers and reservations, and what was done to a book."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.extensions import name_acts

from .contracts import BlockState, NumberState

NUMBER: Mapping[NumberState, str | Promise] = {
    NumberState.GIVEN: _("Number given"),
    NumberState.RESERVED: _("Reserved"),
    NumberState.VOID: _("Void"),
}
BLOCK: Mapping[BlockState, str | Promise] = {
    BlockState.OPEN: _("Being used"),
    BlockState.USED: _("Used up"),
    BlockState.RETURNED: _("Block returned"),
    BlockState.EXPIRED: _("Reservation expired"),
}
LOOKS = {
    NumberState.GIVEN: "done", NumberState.RESERVED: "wait", NumberState.VOID: "stopped",
    BlockState.OPEN: "running", BlockState.USED: "done", BlockState.RETURNED: "stopped", BlockState.EXPIRED: "late",
}  # fmt: skip
name_acts(
    {
        "numbering.book.open": _("Book opened"),
        "numbering.book.close": _("Book closed"),
        "numbering.book.reopen": _("Book opened again"),
        "numbering.book.void": _("Number declared void"),
        "numbering.book.reserve": _("Numbers reserved"),
    }
)
