"""Asking workers, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

BATCH = 100


def ask_worker(*, message_id: int, at: datetime | None = None) -> None:
    """Let a worker carry one message, at once or at a moment."""
    from ..jobs import deliver_message

    deliver_message.configure(schedule_at=at).defer(message_id=message_id)


def ask_for_batch(*, message_ids: Sequence[int], at: datetime | None = None) -> None:
    """Let workers carry many messages, in jobs of a hundred."""
    from ..jobs import deliver_many

    for begin in range(0, len(message_ids), BATCH):
        deliver_many.configure(schedule_at=at).defer(message_ids=list(message_ids[begin : begin + BATCH]))
