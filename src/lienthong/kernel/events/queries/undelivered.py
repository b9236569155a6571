"""What subscribers have not taken, and how far delivery is."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Min, QuerySet

from lienthong.kernel.events.contracts import Backlog, HandoverState, Undelivered, UndeliveredFilter
from lienthong.kernel.events.models import Handover, OutboxEvent

PAGE, BATCH, MOST_NAMES = 50, 500, 200


def list_undelivered(
    *, wanted: UndeliveredFilter, before: int | None = None, limit: int = PAGE
) -> tuple[Undelivered, ...]:
    """Return what subscribers have not taken, the newest first. One statement.

    The caller has checked that the viewer looks after events.

    :param before: only those older than this place
    """
    rows = undelivered(wanted).select_related("event").order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return tuple(describe(row) for row in rows[:limit])


def stream_undelivered(*, wanted: UndeliveredFilter) -> Iterator[Undelivered]:
    """Yield all of the list, for a file; checked as `list_undelivered` is."""
    rows = undelivered(wanted).select_related("event").order_by("-id")
    return map(describe, rows.iterator(chunk_size=BATCH))


def undelivered(wanted: UndeliveredFilter) -> QuerySet[Handover]:
    """Return the rows that fit a filter."""
    rows = Handover.objects.filter(state=wanted.state)
    if wanted.type:
        rows = rows.filter(event__type=wanted.type)
    if wanted.subject:
        rows = rows.filter(subject__startswith=wanted.subject)
    if wanted.subscriber:
        rows = rows.filter(subscriber=wanted.subscriber)
    if wanted.older_than and wanted.now is not None:
        rows = rows.filter(event__occurred_at__lt=wanted.now - timedelta(hours=wanted.older_than))
    return rows


def names_undelivered(*, state: HandoverState) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the types and the subscribers that occur in a list, for its filters. One statement."""
    rows = Handover.objects.filter(state=state).values_list("event__type", "subscriber").distinct()
    found = list(rows.order_by("event__type", "subscriber")[:MOST_NAMES])
    return tuple(sorted({kind for kind, _name in found})), tuple(sorted({name for _kind, name in found}))


def count_dead() -> int:
    """Return how many dead letters wait for somebody to decide."""
    return Handover.objects.filter(state=HandoverState.DEAD).count()


def backlog() -> Backlog:
    """Return how many events wait to be handed over, since when, and how many subscribers have not taken theirs."""
    pending = OutboxEvent.objects.filter(state=OutboxEvent.State.PENDING)
    return Backlog(
        pending=pending.count(),
        oldest=pending.aggregate(oldest=Min("occurred_at"))["oldest"],
        waiting=Handover.objects.filter(state=HandoverState.WAITING).count(),
        dead=count_dead(),
    )


def describe(row: Handover) -> Undelivered:
    """Return a row as the administrator sees it."""
    return Undelivered(
        place=row.pk,
        event_id=str(row.event.uuid),
        type=row.event.type,
        subject=row.subject,
        subscriber=row.subscriber,
        occurred_at=row.event.occurred_at,
        attempts=row.attempts,
        last_error=row.last_error,
        state=HandoverState(row.state),
        next_try_at=row.next_try_at,
        source=row.event.source,
    )
