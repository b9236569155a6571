"""Reading the outbox."""

from .contracts import Undelivered
from .models import OutboxEvent


def list_undelivered(*, dead: bool, before: int | None = None, limit: int = 50) -> tuple[Undelivered, ...]:
    """Return events that wait, oldest first, or dead letters, newest first.

    :param before: of dead letters, only those older than this place
    """
    state = OutboxEvent.State.DEAD if dead else OutboxEvent.State.PENDING
    rows = OutboxEvent.objects.filter(state=state).order_by("-id" if dead else "id")
    if before is not None:
        rows = rows.filter(id__lt=before) if dead else rows.filter(id__gt=before)
    return tuple(
        Undelivered(
            place=row.pk,
            event_id=str(row.uuid),
            type=row.type,
            subject=row.subject,
            occurred_at=row.occurred_at,
            attempts=row.attempts,
            last_error=row.last_error,
        )
        for row in rows[:limit]
    )


def count_undelivered() -> tuple[int, int]:
    """Return how many events wait and how many are dead letters."""
    waiting = OutboxEvent.objects.filter(state=OutboxEvent.State.PENDING).count()
    return waiting, OutboxEvent.objects.filter(state=OutboxEvent.State.DEAD).count()
