"""The late list: what is late by its first appointment, who holds it, and whether the apology was sent (section 19)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.models import Dossier

from .dossiers import filtered
from .rows import DossierFilters
from .standing import APPOINTMENT

PAGE = 40
BATCH = 500


@dataclass(frozen=True)
class LateFilters:
    """What narrows the late list; `apology` is "sent", "none" or empty."""

    dossiers: DossierFilters = field(default_factory=DossierFilters)
    apology: str = ""


@dataclass(frozen=True)
class LateRow:
    """A late dossier; `late` is working minutes since the first appointment, `officer` empty when nobody took it."""

    number: str
    title: str
    owner: str
    owner_id: int
    agency: str
    step: str
    officer: str
    first_due_at: datetime
    new_due_at: datetime | None
    apology_at: datetime | None
    late: int
    day_minutes: int

    @property
    def minus(self) -> int:
        """Return what is left of the limit, in working minutes: always less than nothing."""
        return -self.late


def list_late(*, viewer: Actor, filters: LateFilters, now: datetime, page: int = 1) -> tuple[tuple[LateRow, ...], bool]:
    """Return a page of late dossiers, the longest late first, and whether more follow. Two statements."""
    start = (page - 1) * PAGE
    found = list(_late(viewer, filters, now)[start : start + PAGE + 1])
    return _described(found[:PAGE], now), len(found) > PAGE


def late_rows(*, viewer: Actor, filters: LateFilters, now: datetime) -> Iterator[LateRow]:
    """Yield every late dossier, the longest late first; read a batch at a time."""
    rows = _late(viewer, filters, now).iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield from _described(batch, now)


def _late(viewer: Actor, filters: LateFilters, now: datetime) -> "QuerySet[Dossier]":
    rows = filtered(viewer, filters.dossiers, now).filter(
        Q(due_at__lt=now) | Q(extension__due_before__lt=now), ended_at__isnull=True, paused_at__isnull=True
    )
    if filters.apology:
        rows = rows.filter(extension__isnull=filters.apology != "sent")
    return rows.select_related("owner", "competent", "extension").order_by(APPOINTMENT, "id")


def _described(rows: Sequence[Dossier], now: datetime) -> tuple[LateRow, ...]:
    keys = [row.number for row in rows]
    holders = processes.open_holders_of(subject_type=SUBJECT_TYPE, subject_keys=keys)
    return tuple(_describe(row, holders.get(row.number), now) for row in rows)


def _describe(row: Dossier, holder: tuple[str, str, str] | None, now: datetime) -> LateRow:
    extension: Any = getattr(row, "extension", None)
    first = extension.due_before if extension else row.due_at
    step, agency, officer = holder or (row.step_name, row.holder_name or row.competent.name, "")
    late = calendars.working_minutes_between(calendar_id=row.calendar_id, start=first, end=now)
    return LateRow(
        number=row.number,
        title=row.title,
        owner=row.owner.name,
        owner_id=row.owner_id,
        agency=agency,
        step=step,
        officer=officer,
        first_due_at=first,
        new_due_at=row.due_at if extension else None,
        apology_at=extension.decided_at if extension else None,
        late=max(late, 1),
        day_minutes=calendars.standard_day_minutes(calendar_id=row.calendar_id),
    )
