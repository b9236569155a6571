"""Gives a province its ordinary calendar."""

from django.db import transaction

from ..models import Calendar
from .import_days import import_days, read_national_days

# The hours most provinces keep; each sets its own (onestop §9.1).
STANDARD_SESSIONS = [["07:30", "11:30"], ["13:30", "17:30"]]
STANDARD_WEEK = {str(day): STANDARD_SESSIONS for day in range(1, 6)}


@transaction.atomic
def ensure_standard_calendar(*, name: str) -> int:
    """Return the calendar of this name, made with office hours and the national days where it is missing.

    A calendar that exists is left as people have set it.
    """
    calendar, created = Calendar.objects.get_or_create(name=name, defaults={"hours": STANDARD_WEEK})
    if created:
        import_days(calendar_id=calendar.pk, days=read_national_days())
    return calendar.pk
