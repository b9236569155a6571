"""Days as people mean them, in local time, for columns that keep moments."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone


def local_midnight(day: date) -> datetime:
    """Return the moment at which a local day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def within_days(field: str, since: date | None, until: date | None) -> Q:
    """Return the condition that a moment lies in a range of days, both included; None leaves that side open.

    Asked as two moments, so that an index on the column serves it; `__date` would convert every row first.

    :param field: the column of moments, as `accepted_at`
    """
    condition = Q()
    if since is not None:
        condition &= Q(**{f"{field}__gte": local_midnight(since)})
    if until is not None:
        condition &= Q(**{f"{field}__lt": local_midnight(until + timedelta(days=1))}) if until < date.max else Q()
    return condition
