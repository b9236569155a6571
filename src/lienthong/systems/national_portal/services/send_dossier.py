"""Telling the Portal of one dossier: the whole picture, then what happened line by line (R-66, R-67).

The job that calls this holds the lock of the dossier, so nobody else tells of it at the same time. Nothing is locked in
the database while the Portal is spoken to. A call whose answer was lost is made again word for word: the Portal itself
says whether it has the dossier.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from lienthong.kernel.acts.contracts import NotFound
from lienthong.systems.national_portal import rules
from lienthong.systems.national_portal.contracts import (
    Acknowledged,
    Generation,
    Line,
    PortalAway,
    PortalRefused,
    SyncState,
)
from lienthong.systems.national_portal.extensions import Port, find_port
from lienthong.systems.national_portal.models import Change, PortalLine, Sync
from lienthong.systems.national_portal.queries import route_of
from lienthong.systems.onestop import queries as onestop
from lienthong.systems.onestop.contracts import SUBJECT_TYPE

from .ask import ask_to_send
from .let_have_files import DossierFiles

log = structlog.get_logger("lienthong.national_portal")
Clock = Callable[[], datetime]
# So many lines are told in one job; the rest in the next.
MOST_LINES = 50
NO_ROUTE = timedelta(hours=1)


def send_dossier(*, number: str, clock: Clock) -> bool:
    """Tell the Portal what it does not know of a dossier yet; return whether it knows all now.

    Where the Portal does not answer, its line is left alone for a while and the dossier keeps its tries; what it
    refuses is tried again later and at last stands as failed, for a person.
    """
    sync = Sync.objects.filter(number=number, state=SyncState.WAITING).first()
    if sync is None:
        return False
    if (until := _not_before(sync, clock())) is not None:
        ask_to_send(number=number, at=until)
        return False
    generation = Generation(sync.generation)
    try:
        all_told = _tell(sync, find_port(generation), clock)
    except PortalAway as away:
        _leave_alone(sync, str(away), clock())
        return False
    except (PortalRefused, NotFound) as refused:
        _answered(generation, clock())
        _refused(sync, str(refused), clock())
        return False
    _answered(generation, clock())
    if not all_told:
        ask_to_send(number=number)
    return all_told


def _not_before(sync: Sync, now: datetime) -> datetime | None:
    """Return until when this dossier is not to be tried, None when it may be now."""
    route = route_of(procedure=sync.procedure)
    if route is None or not route.is_on or not find_port(Generation(sync.generation)).is_ready:
        return now + NO_ROUTE
    resume_at = PortalLine.objects.filter(pk=sync.generation).values_list("resume_at", flat=True).first()
    later = [at for at in (resume_at, sync.next_try_at) if at is not None and at > now]
    return max(later, default=None)


def _tell(sync: Sync, port: Port, clock: Clock) -> bool:
    route = route_of(procedure=sync.procedure)
    if route is None:
        return False
    # Read before the picture: what is noted after it stays to be told.
    changes = list(sync.changes.filter(told_at__isnull=True).order_by("pk")[: MOST_LINES + 1])
    picture = onestop.picture(number=sync.number)
    people = [owner for owner, _number in onestop.owners_of_work([(SUBJECT_TYPE, sync.number)])]
    files = DossierFiles(number=sync.number, people=people, generation=port.generation, now=clock())
    acknowledged = port.put(picture=picture, route=route, files=files)
    _acknowledge(sync, acknowledged, clock())
    for change in changes[:MOST_LINES]:
        port.tell(line=_line(change), portal_id=acknowledged.portal_id)
        Change.objects.filter(pk=change.pk).update(told_at=clock())
    return _close(sync, clock())


def _line(change: Change) -> Line:
    kept = dict(change.line)
    for name in ("at", "begun_at", "due_at"):
        kept[name] = datetime.fromisoformat(kept[name]) if kept[name] else None
    return Line(**kept)


def _acknowledge(sync: Sync, acknowledged: Acknowledged, now: datetime) -> None:
    Sync.objects.filter(pk=sync.pk).update(
        portal_id=acknowledged.portal_id,
        payload=dict(acknowledged.payload),
        answer=dict(acknowledged.answer),
        told_at=now,
        tried_at=now,
    )


def _close(sync: Sync, now: datetime) -> bool:
    """Say that all is told, unless something was noted meanwhile or lines are left."""
    with transaction.atomic():
        row = Sync.objects.select_for_update().get(pk=sync.pk)
        row.attempts, row.error, row.tried_at = 0, "", now
        all_told = not row.changes.filter(told_at__isnull=True).exists()
        if all_told:
            row.state, row.waiting_since, row.next_try_at = SyncState.TOLD, None, None
        row.version += 1
        row.save(update_fields=["attempts", "error", "tried_at", "state", "waiting_since", "next_try_at", "version"])
    return all_told


def _refused(sync: Sync, said: str, now: datetime) -> None:
    with transaction.atomic():
        row = Sync.objects.select_for_update().get(pk=sync.pk)
        row.attempts += 1
        row.error, row.tried_at = said.replace("\0", "")[:600], now
        row.next_try_at = rules.next_try(attempts=row.attempts, pauses=settings.NATIONAL_PORTAL_RETRY_SECONDS, now=now)
        if row.next_try_at is None:
            row.state = SyncState.FAILED
            log.error("national_portal_refused", number=row.number, said=row.error)
        row.version += 1
        row.save(update_fields=["attempts", "error", "tried_at", "next_try_at", "state", "version"])
        if row.next_try_at is not None:
            ask_to_send(number=row.number, at=row.next_try_at)


def _leave_alone(sync: Sync, said: str, now: datetime) -> None:
    """Leave the whole generation alone for a while: what cannot reach the Portal is no fault of a dossier."""
    with transaction.atomic():
        line, _is_new = PortalLine.objects.select_for_update().get_or_create(pk=sync.generation)
        if line.resume_at is None or line.resume_at <= now:
            line.failures += 1
            line.failing_since = line.failing_since or now
            line.resume_at = now + rules.pause_after(
                failures=line.failures, pauses=settings.NATIONAL_PORTAL_RETRY_SECONDS
            )
        line.error = said[:500]
        line.save()
        Sync.objects.filter(pk=sync.pk).update(tried_at=now, error=said[:600], next_try_at=line.resume_at)
        ask_to_send(number=sync.number, at=line.resume_at)


def _answered(generation: Generation, now: datetime) -> None:
    good = {"failures": 0, "failing_since": None, "resume_at": None, "answered_at": now, "error": ""}
    PortalLine.objects.update_or_create(pk=generation.value, defaults=good)
