"""Writing the history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lienthong.kernel.audit.contracts import Recorded
from lienthong.kernel.audit.models import HistoryEntry


def record(
    *,
    subject_type: str,
    subject_key: str,
    act: str,
    actor: Recorded,
    now: datetime,
    note: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry to the history of a thing, in the caller's transaction."""
    HistoryEntry.objects.create(
        subject_type=subject_type,
        subject_key=subject_key,
        act=act,
        at=now,
        actor_id=actor.user_id,
        actor_name=actor.name,
        position=actor.position,
        agency_id=actor.agency_id,
        agency_name=actor.agency_name,
        on_behalf_of=actor.on_behalf_of,
        note=note,
        data=dict(data or {}),
    )
