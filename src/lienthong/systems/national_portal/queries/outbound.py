"""What goes to the Portal: what waits, what it knows, what it refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads
from lienthong.systems.national_portal.contracts import (
    MANAGE,
    ChangeRow,
    Generation,
    LineState,
    SyncDetail,
    SyncRow,
    SyncState,
)
from lienthong.systems.national_portal.extensions import ports
from lienthong.systems.national_portal.models import Change, PortalLine, Sync
from lienthong.systems.national_portal.policy import SYNCS
from lienthong.systems.onestop import queries as onestop
from lienthong.systems.onestop.contracts import SUBJECT_TYPE

PAGE, BATCH, MOST_CHANGES = 40, 500, 100
READ = purpose("national_portal.read", gettext_lazy("Looked at what was sent to the National Portal"))


@dataclass(frozen=True)
class SyncFilters:
    """What narrows the list: the state, and the beginning of a code or of a procedure's."""

    state: str = ""
    text: str = ""


def list_syncs(
    *, viewer: Actor, filters: SyncFilters, after: int | None = None
) -> tuple[tuple[SyncRow, ...], int | None]:
    """Return a page of dossiers, the newest first, and the cursor of the next page. One statement."""
    rows = _filtered(viewer, filters)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    return tuple(map(_row, found[:PAGE])), found[PAGE - 1].pk if len(found) > PAGE else None


def stream_syncs(*, viewer: Actor, filters: SyncFilters) -> Iterator[SyncRow]:
    """Yield all dossiers of the list, for a file."""
    for row in _filtered(viewer, filters).iterator(chunk_size=BATCH):
        yield _row(row)


def count_syncs(*, viewer: Actor) -> dict[SyncState, int]:
    """Return how many dossiers stand how. One statement."""
    rows = SYNCS.visible(Sync.objects.all(), viewer).values_list("state").annotate(n=Count("pk"))
    found = dict(rows)
    return {state: found.get(state.value, 0) for state in SyncState}


def get_sync(*, number: str, viewer: Actor) -> SyncDetail:
    """Return one dossier with its last changes and what the Portal acknowledged. Three statements.

    :raises NotFound: the Portal was never to be told of it, or the viewer may not know
    """
    rows = SYNCS.visible(_counted(Sync.objects.select_related("reception")), viewer)
    row = rows.filter(number=number.replace("\0", "")).first()
    if row is None:
        raise NotFound(_("The National Portal was not told of this dossier, or you may not see it."))
    people = [owner for owner, _number in onestop.owners_of_work([(SUBJECT_TYPE, row.number)])]
    note_reads(people=people, record=row.number, purpose=READ, viewer=viewer)
    changes = Change.objects.filter(sync=row).order_by("-pk")[:MOST_CHANGES]
    return SyncDetail(
        row=_row(row),
        portal_id=row.portal_id,
        payload=row.payload,
        answer=row.answer,
        changes=tuple(
            ChangeRow(each.cause, each.at, str(each.line.get("officer", "")), each.told_at) for each in changes
        ),
        may_send=SYNCS.allows(viewer, MANAGE, row),
    )


def state_of(*, number: str) -> tuple[SyncState, datetime | None] | None:
    """Return how the Portal stands in what it knows of a dossier and when it was told last; None: it is not told.

    The caller has shown the dossier. One statement.
    """
    found = Sync.objects.filter(number=number).values_list("state", "told_at").first()
    return (SyncState(found[0]), found[1]) if found else None


def list_lines() -> tuple[LineState, ...]:
    """Return whether each generation answers. One statement."""
    kept = {row.generation: row for row in PortalLine.objects.all()}
    return tuple(_line(port.generation, is_ready=port.is_ready, kept=kept.get(port.generation)) for port in ports())


def _line(generation: Generation, *, is_ready: bool, kept: PortalLine | None) -> LineState:
    if kept is None:
        return LineState(generation, is_ready)
    return LineState(generation, is_ready, kept.failing_since, kept.resume_at, kept.answered_at, kept.error)


def _filtered(viewer: Actor, filters: SyncFilters) -> "QuerySet[Sync]":
    rows = SYNCS.visible(Sync.objects.all(), viewer)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if typed := filters.text.strip():
        rows = rows.filter(Q(number__istartswith=typed) | Q(procedure__startswith=typed))
    return _counted(rows).order_by("-pk")


def _counted(rows: "QuerySet[Sync]") -> "QuerySet[Sync]":
    return rows.annotate(waiting=Count("changes", filter=Q(changes__told_at__isnull=True)))


def _row(row: Sync) -> SyncRow:
    return SyncRow(
        number=row.number,
        procedure=row.procedure,
        title=row.title,
        generation=Generation(row.generation),
        state=SyncState(row.state),
        changes=getattr(row, "waiting", 0),
        attempts=row.attempts,
        waiting_since=row.waiting_since,
        tried_at=row.tried_at,
        next_try_at=row.next_try_at,
        told_at=row.told_at,
        error=row.error,
        version=row.version,
    )
