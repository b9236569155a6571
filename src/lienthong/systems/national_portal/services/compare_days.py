"""The dossiers of a day here held against the Portal's list (R-69)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lienthong.systems.national_portal import rules
from lienthong.systems.national_portal.contracts import DayState, Generation, PortalAway, PortalRefused, Side
from lienthong.systems.national_portal.extensions import find_port
from lienthong.systems.national_portal.models import Comparison, Missing, Sync
from lienthong.systems.national_portal.queries import generations_in_use, route_of
from lienthong.systems.onestop import queries as onestop

from .note_change import note_change

CAUSE = "comparison"
# Days behind which the Portal is not asked any more.
MOST_DAYS = 30


def compare_days(*, now: datetime) -> None:
    """Hold yesterday, and the days before on which the Portal did not answer, against its list."""
    yesterday = timezone.localdate(now) - timedelta(days=1)
    for generation in generations_in_use():
        if not find_port(generation).is_ready:
            continue
        silent = Comparison.objects.filter(generation=generation, state=DayState.NO_ANSWER)
        days = set(silent.filter(day__gte=yesterday - timedelta(days=MOST_DAYS)).values_list("day", flat=True))
        if not Comparison.objects.filter(generation=generation, day=yesterday).exists():
            days.add(yesterday)
        for day in sorted(days):
            compare_day(generation=generation, day=day, now=now)


def compare_day(*, generation: Generation, day: date, now: datetime) -> DayState:
    """Ask a generation which dossiers it received on a day and compare; done again, the last answer counts.

    What is missing at the Portal is told anew. What is missing here waits for a person: it came to nobody.
    """
    try:
        theirs = find_port(generation).received(day=day)
    except (PortalAway, PortalRefused):
        Comparison.objects.update_or_create(
            day=day, generation=generation, procedure="", defaults={"state": DayState.NO_ANSWER, "at": now}
        )
        return DayState.NO_ANSWER
    received = onestop.received_on(day=day)
    ways = {procedure: _goes_by(generation, procedure) for procedure in {line[0] for line in received}}
    ours = [line for line in received if ways[line[0]]]
    known = onestop.known_codes(codes=[code for _procedure, code in theirs])
    found = rules.compare(ours=ours, theirs=theirs, known=known)
    _keep(generation, day, found, now)
    differs = any(each.missing_there or each.missing_here for each in found.values())
    for each in found.values():
        for code in each.missing_there:
            _tell_anew(code, day, now)
    return DayState.DIFFERS if differs else DayState.AGREES


def _goes_by(generation: Generation, procedure: str) -> bool:
    route = route_of(procedure=procedure)
    return route is not None and route.is_on and route.generation is generation


@transaction.atomic
def _keep(generation: Generation, day: date, found: dict[str, rules.Compared], now: datetime) -> None:
    Comparison.objects.filter(day=day, generation=generation).delete()
    Missing.objects.filter(day=day, generation=generation).delete()
    lines = found or {"": rules.Compared(0, 0, 0, (), ())}
    Comparison.objects.bulk_create(
        Comparison(
            day=day,
            generation=generation,
            procedure=procedure,
            state=DayState.DIFFERS if each.missing_there or each.missing_here else DayState.AGREES,
            ours=each.ours,
            theirs=each.theirs,
            both=each.both,
            missing_there=len(each.missing_there),
            missing_here=len(each.missing_here),
            at=now,
        )
        for procedure, each in lines.items()
    )
    Missing.objects.bulk_create(
        Missing(day=day, generation=generation, procedure=procedure, code=code, side=side, found_at=now)
        for procedure, each in lines.items()
        for side, codes in ((Side.THERE, each.missing_there), (Side.HERE, each.missing_here))
        for code in codes
    )


def _tell_anew(code: str, day: date, now: datetime) -> None:
    """Let a dossier be sent that the Portal lacks; one that waits already is on its way."""
    if not Sync.objects.filter(number=code, changes__told_at__isnull=True).exists():
        note_change(number=code, cause=CAUSE, event_id=f"{CAUSE}:{day}:{now:%Y%m%d%H%M}", officer="", now=now)
