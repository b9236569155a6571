"""What this app does for others: agencies work by calendars."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars.contracts import CalendarUser
from lienthong.kernel.calendars.extensions import CalendarUsers, use_calendars
from lienthong.kernel.events.extensions import offer

from . import services
from .events import AgencyChanged, AgencyFounded, AgencyReorganized
from .queries.by_calendar import agencies_by_calendar, count_by_calendar
from .queries.offered import seen_codes


class AgencyCalendars(CalendarUsers):
    """Agencies as users of calendars."""

    def count_users(self, *, calendar_ids: Sequence[int]) -> Mapping[int, int]:
        """Return how many agencies work by each calendar."""
        return count_by_calendar(calendar_ids=calendar_ids)

    def list_users(self, *, calendar_id: int, viewer: Actor, limit: int) -> Sequence[CalendarUser]:
        """Return the agencies that work by a calendar, as far as the viewer may see."""
        found = agencies_by_calendar(calendar_id=calendar_id, viewer=viewer, limit=limit)
        return [CalendarUser(code, name, reverse("agency", args=[code])) for code, name in found]

    def give(self, *, code: str, calendar_id: int, reason: str, actor: Actor, now: datetime) -> None:
        """Let an agency, and what lies below it and worked as it did, work by the calendar."""
        services.give_calendar(code=code, calendar_id=calendar_id, reason=reason, actor=actor, now=now)


use_calendars(AgencyCalendars())
offer(AgencyChanged, AgencyFounded, AgencyReorganized, permission="organizations.see", reach=seen_codes)
