"""The clocks of open dossiers, for calendars that change."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from lienthong.kernel.calendars.contracts import ClockTerms, Extension, HeldClock, Pause, TimeLimit
from lienthong.systems.onestop.models import Dossier

from .packages import package_of


def list_held_clocks(
    *, calendar_ids: frozenset[int], since: datetime, until: datetime | None, after: int, limit: int
) -> Sequence[HeldClock]:
    """Return the clocks of dossiers that have not ended, by ascending key. Three statements."""
    started = Q() if until is None else Q(accepted_at__lte=until)
    rows = Dossier.objects.filter(
        started, ended_at__isnull=True, calendar_id__in=calendar_ids, due_at__gte=since, pk__gt=after
    )
    found = rows.select_related("extension").prefetch_related("supplements").order_by("pk")[:limit]
    return [
        HeldClock(
            key=row.pk,
            title=f"{row.number}: {row.title}",
            url=f"/ho-so/{row.number}/",
            calendar_id=row.calendar_id,
            due_at=row.due_at,
            terms=terms_of(row),
        )
        for row in found
    ]


def terms_of(dossier: Dossier) -> ClockTerms:
    """Return what decides the due date of a dossier: its limit, its supplements as pauses, its new appointment."""
    restart = package_of(dossier).spec.on_supplement == "restart"
    pauses = tuple(
        Pause(each.requested_at, each.answered_at, each.reason, each.legal_basis, each.requested_by_name, restart)
        for each in dossier.supplements.all()
    )
    given = getattr(dossier, "extension", None)
    extensions = (
        ()
        if given is None
        else (Extension(given.decided_at, given.reason, until=given.due_after, by=given.decided_by_name),)
    )
    return ClockTerms(
        start=dossier.accepted_at, limit=TimeLimit.parse(dossier.limit), pauses=pauses, extensions=extensions
    )
