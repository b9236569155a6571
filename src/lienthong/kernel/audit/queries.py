"""Reading the history."""

from .contracts import HistoryLine
from .models import HistoryEntry


def list_history(*, subject_type: str, subject_key: str, limit: int = 500) -> tuple[HistoryLine, ...]:
    """Return the history of one thing, oldest first. The caller has checked that the viewer may see it."""
    entries = HistoryEntry.objects.filter(subject_type=subject_type, subject_key=subject_key).order_by("id")[:limit]
    return tuple(
        HistoryLine(
            at=entry.at,
            act=entry.act,
            actor=entry.actor_name,
            position=entry.position,
            agency=entry.agency_name,
            on_behalf_of=entry.on_behalf_of,
            note=entry.note,
            data=entry.data,
        )
        for entry in entries
    )
