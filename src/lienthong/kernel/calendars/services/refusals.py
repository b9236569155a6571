"""The sentences with which changes to calendars are refused."""

from django.utils.translation import gettext as _

from ..contracts import CalendarNotFound, InvalidHours


def no_such_calendar(calendar_id: int) -> CalendarNotFound:
    """Return the refusal for a calendar that does not exist."""
    return CalendarNotFound(_("There is no such calendar."), calendar=calendar_id)


def hours_not_sound() -> InvalidHours:
    """Return the refusal for hours that overlap or are not times of a day."""
    message = _("Hours must be times such as 07:30, each session ending after it starts and before the next begins.")
    return InvalidHours(message)
