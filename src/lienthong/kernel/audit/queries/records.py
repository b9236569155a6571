"""Reading the history and the log of looks."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from lienthong.kernel.audit.contracts import HistoryLine, Look, LookFilters
from lienthong.kernel.audit.models import AccessEntry, HistoryEntry
from lienthong.kernel.ui.queries import within_days

PAGE = 40
BATCH = 500


def list_history(
    *, subject_type: str, subject_key: str, limit: int = 500, newest_first: bool = False
) -> tuple[HistoryLine, ...]:
    """Return the history of one thing, oldest first. The caller has checked that the viewer may see it.

    :param newest_first: the latest entries instead, going back
    """
    entries = HistoryEntry.objects.filter(subject_type=subject_type, subject_key=subject_key)
    entries = entries.order_by("-id" if newest_first else "id")[:limit]
    return tuple(_line(entry) for entry in entries)


def list_acts(
    *, actor_id: int, position: str, since: datetime, until: datetime, limit: int = 500
) -> tuple[HistoryLine, ...]:
    """Return what somebody did in a position in a time, oldest first. The caller has checked the viewer's right.

    Each line's `data` also names what was acted on, as `subject`.
    """
    entries = HistoryEntry.objects.filter(at__gte=since, at__lte=until, actor_id=actor_id, position=position)
    found = entries.order_by("at", "id")[:limit]
    return tuple(_line(entry, subject=entry.subject_key) for entry in found)


def list_looks(
    *, filters: LookFilters, people: Collection[str] | None = None, page: int = 1, limit: int = PAGE
) -> tuple[tuple[Look, ...], bool]:
    """Return a page of looks, newest first, and whether more follow. One statement.

    The caller has checked that the viewer is the person, or one who looks after the log.

    :param people: only looks at these persons, by their keys; None means at everybody
    """
    found = list(_looks(filters, people)[(page - 1) * limit : page * limit + 1])
    return tuple(map(_look, found[:limit])), len(found) > limit


def stream_looks(*, filters: LookFilters, people: Collection[str] | None = None) -> Iterator[Look]:
    """Yield all looks of the list, for a file; checked as `list_looks` is."""
    return map(_look, _looks(filters, people).iterator(chunk_size=BATCH))


def _looks(filters: LookFilters, people: Collection[str] | None) -> QuerySet[AccessEntry]:
    rows = AccessEntry.objects.order_by("-at", "-id")
    if people is not None:
        rows = rows.filter(person_key__in=list(people))
    if filters.person:
        rows = rows.filter(person_key=filters.person)
    if filters.who:
        rows = rows.filter(Q(actor_name__icontains=filters.who) | Q(agency_name__icontains=filters.who))
    return rows.filter(within_days("at", filters.since, filters.until))


def _line(entry: HistoryEntry, **more: str) -> HistoryLine:
    return HistoryLine(
        at=entry.at,
        act=entry.act,
        actor=entry.actor_name,
        position=entry.position,
        agency=entry.agency_name,
        on_behalf_of=entry.on_behalf_of,
        note=entry.note,
        data={**entry.data, **more},
    )


def _look(entry: AccessEntry) -> Look:
    return Look(
        at=entry.at,
        actor=entry.actor_name,
        position=entry.position,
        agency=entry.agency_name,
        on_behalf_of=entry.on_behalf_of,
        person=entry.person_key,
        subject_key=entry.subject_key,
        purpose=entry.purpose,
    )
