"""When a failed delivery is tried again, and how an event looks from outside."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from .contracts import CloudEvent


class Kept(Protocol):
    """An event as it is kept."""

    uuid: UUID
    type: str
    subject: str
    data: Any
    occurred_at: datetime
    source: str
    position: int | None


def next_try(*, attempts: int, pauses: Sequence[int], now: datetime) -> datetime | None:
    """Return when to try again after so many failures, None when it was the last time.

    :param attempts: how often it was tried, at least once
    :param pauses: seconds after the first, second, … failure; one try more than there are pauses
    """
    return now + timedelta(seconds=pauses[attempts - 1]) if attempts <= len(pauses) else None


def words_of(failure: BaseException) -> str:
    """Return what a failure says, for the administrator."""
    return f"{type(failure).__name__}: {failure}".replace("\0", "")[:2000]


def cloud_event(row: Kept, *, base: str, hidden: Collection[str] = ()) -> CloudEvent:
    """Return an event as the world outside reads it.

    :param base: the address of the program, which is the source of our own events
    :param hidden: what of the data stays inside
    """
    base = base.rstrip("/")
    return CloudEvent(
        id=str(row.uuid),
        source=row.source or base,
        type=row.type,
        subject=row.subject,
        time=row.occurred_at,
        data={name: value for name, value in row.data.items() if name not in hidden},
        dataschema="" if row.source else f"{base}/api/v1/events/schemas/{row.type}",
        position=row.position,
    )
