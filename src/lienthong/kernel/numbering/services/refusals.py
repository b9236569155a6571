"""The sentences with which numbering refuses."""

from django.utils.translation import gettext as _

from ..contracts import BookClosed, NumberAlreadyVoid, NumberNotGiven, ReasonMissing


def reason_missing() -> ReasonMissing:
    """Return the refusal for an act without a reason."""
    return ReasonMissing(_("Give the reason."))


def book_closed() -> BookClosed:
    """Return the refusal for a book whose agency has ended."""
    return BookClosed(_("This book is closed: its agency has ended."))


def not_given(number: int) -> NumberNotGiven:
    """Return the refusal for a number the book never gave."""
    return NumberNotGiven(_("The book has not given number %(number)s.") % {"number": number}, number=number)


def already_void(number: int) -> NumberAlreadyVoid:
    """Return the refusal for a number that is void already."""
    return NumberAlreadyVoid(_("Number %(number)s is void already.") % {"number": number}, number=number)
