"""The sentences with which numbering refuses."""

from datetime import date

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError

from ..contracts import (
    BlockOver,
    BlockState,
    BookClosed,
    NumberAlreadyVoid,
    NumberInserted,
    NumberNotFree,
    NumberNotGiven,
    ReasonMissing,
)


def reason_missing() -> ReasonMissing:
    """Return the refusal for an act without a reason."""
    message = _("Give the reason.")
    return ReasonMissing(message, errors=(FieldError("reason", message),))


def book_closed(*, final: bool) -> BookClosed:
    """Return the refusal for a closed book; `final` when its agency has ended."""
    if final:
        return BookClosed(_("This book is closed: its agency has ended."))
    return BookClosed(_("This book is closed. Open it again, or number in the book that follows."))


def inserted(*, last: int, last_day: date, day: date) -> NumberInserted:
    """Return the refusal for an act dated before one that has a number."""
    message = _(
        "No number is inserted: %(last)s was given to a document of %(last_day)s. Date the document %(last_day)s or"
        " later, or use a number that was reserved for %(day)s."
    )
    shown = {"last": last, "last_day": f"{last_day:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"}
    return NumberInserted(message % shown, last=last, last_day=last_day.isoformat())


def not_given(number: int) -> NumberNotGiven:
    """Return the refusal for a number the book never gave."""
    return NumberNotGiven(_("The book has not given number %(number)s.") % {"number": number}, number=number)


def already_void(number: int) -> NumberAlreadyVoid:
    """Return the refusal for a number that is void already."""
    return NumberAlreadyVoid(_("Number %(number)s is void already.") % {"number": number}, number=number)


def block_over(state: BlockState) -> BlockOver:
    """Return the refusal for a block from which nothing more is used."""
    words = {
        BlockState.USED: _("All numbers of this block are used."),
        BlockState.RETURNED: _("This block was returned; its unused numbers are void."),
        BlockState.EXPIRED: _("This block has expired; its unused numbers are void."),
    }
    return BlockOver(words[state], state=state.value)


def not_free(number: int) -> NumberNotFree:
    """Return the refusal for a number of which a block has nothing left to use."""
    return NumberNotFree(
        _("Number %(number)s of this block is not free: it is used, void, or not of this block.") % {"number": number},
        number=number,
    )
