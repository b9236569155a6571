"""Reading the history."""

from .contracts import HistoryLine, Look
from .models import AccessEntry, HistoryEntry


def list_history(
    *, subject_type: str, subject_key: str, limit: int = 500, newest_first: bool = False
) -> tuple[HistoryLine, ...]:
    """Return the history of one thing, oldest first. The caller has checked that the viewer may see it.

    :param newest_first: the latest entries instead, going back
    """
    entries = HistoryEntry.objects.filter(subject_type=subject_type, subject_key=subject_key)
    entries = entries.order_by("-id" if newest_first else "id")[:limit]
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


def list_accesses(*, person_key: str, limit: int = 50) -> tuple[Look, ...]:
    """Return who looked at a person's data, newest first. The caller has checked that the viewer is the person."""
    entries = AccessEntry.objects.filter(person_key=person_key).order_by("-at", "-id")[:limit]
    return tuple(
        Look(
            at=entry.at,
            actor=entry.actor_name,
            agency=entry.agency_name,
            subject_key=entry.subject_key,
            purpose=entry.purpose,
        )
        for entry in entries
    )
