"""Writing the history."""

from collections.abc import Iterable
from typing import Unpack

from lienthong.kernel.audit.contracts import Entry
from lienthong.kernel.audit.models import HistoryEntry


def record(**entry: Unpack[Entry]) -> None:
    """Add one entry to the history of a thing, in the caller's transaction."""
    _row(entry).save(force_insert=True)


def record_all(entries: Iterable[Entry]) -> None:
    """Add entries to the histories of several things in their order, in the caller's transaction. One statement."""
    HistoryEntry.objects.bulk_create([_row(each) for each in entries])


def _row(entry: Entry) -> HistoryEntry:
    actor = entry["actor"]
    return HistoryEntry(
        subject_type=entry["subject_type"],
        subject_key=entry["subject_key"],
        act=entry["act"],
        at=entry["now"],
        actor_id=actor.user_id,
        actor_name=actor.name,
        position=actor.position,
        agency_id=actor.agency_id,
        agency_name=actor.agency_name,
        on_behalf_of=actor.on_behalf_of,
        note=entry.get("note", ""),
        data=dict(entry.get("data") or {}),
    )
