"""The sentences with which changes to calendars are refused."""

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError

from ..contracts import CalendarNotFound, InvalidHours

LONGEST_NAME = 200


def no_such_calendar(calendar_id: int) -> CalendarNotFound:
    """Return the refusal for a calendar that does not exist."""
    return CalendarNotFound(_("There is no such calendar."), calendar=calendar_id)


def hours_not_sound() -> InvalidHours:
    """Return the refusal for hours that overlap or are not times of a day."""
    message = _("Hours must be times such as 07:30, each session ending after it starts and before the next begins.")
    return InvalidHours(message)


def name_faults(name: str) -> tuple[FieldError, ...]:
    """Say what is wrong with the name of a calendar."""
    if not name.strip():
        return (FieldError("name", _("Enter the name of the calendar")),)
    if len(name) > LONGEST_NAME:
        words = _("At most %(longest)d letters, this has %(length)d")
        return (FieldError("name", words % {"longest": LONGEST_NAME, "length": len(name)}),)
    if not name.isprintable():
        return (FieldError("name", _("There are characters in it that cannot be printed; type it again")),)
    return ()
