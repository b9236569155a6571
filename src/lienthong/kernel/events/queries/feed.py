"""The feed: events that are offered to other systems, in an order that never changes afterwards."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Protocol

from lienthong.kernel.events.contracts import CloudEvent, FeedPage
from lienthong.kernel.events.extensions import Offer, offers
from lienthong.kernel.events.models import FeedHead, OutboxEvent
from lienthong.kernel.events.rules import cloud_event

# How many events are looked at for one page; what the viewer may not know of is passed over.
LOOKED_AT = 1_000


class Viewer(Protocol):
    """Who asks, as far as events need to know."""

    def may(self, permission: str) -> bool:
        """Tell whether the viewer holds a permission anywhere."""


def read_feed(
    *, viewer: Viewer, after: int, limit: int, types: Collection[str] = (), subject: str = "", base: str
) -> FeedPage:
    """Return events behind a place, in order, as far as the viewer may know of their subjects.

    A page may hold fewer than `limit`, or none, although more follow: `position` leads on. One statement, and one for
    each resource.

    :param after: the place of the last event read, 0 for the beginning of what is kept
    :param types: only these, empty for all that the viewer's permissions open
    :param base: the address of the program
    """
    open_to = {kind: each for kind, each in offers().items() if viewer.may(each.permission)}
    wanted = open_to.keys() & set(types) if types else open_to.keys()
    rows = OutboxEvent.objects.filter(position__gt=after, type__in=sorted(wanted)).order_by("position")
    if subject:
        rows = rows.filter(subject=subject)
    found = list(rows[:LOOKED_AT])
    seen = visible(viewer, [(row.type, row.subject) for row in found], open_to)
    events: list[CloudEvent] = []
    position = after
    for row in found:
        if len(events) == limit:
            return FeedPage(tuple(events), position, more=True)
        position = row.position or position
        if (row.type, row.subject) in seen:
            events.append(cloud_event(row, base=base, hidden=open_to[row.type].hidden))
    return FeedPage(tuple(events), position, more=len(found) == LOOKED_AT)


def feed_end() -> int:
    """Return the place of the last event in the feed, 0 when there is none."""
    return FeedHead.objects.values_list("last", flat=True).first() or 0


def offered_to(*, viewer: Viewer) -> tuple[str, ...]:
    """Return the types that a viewer may receive, by name."""
    return tuple(sorted(kind for kind, each in offers().items() if viewer.may(each.permission)))


def visible(
    viewer: Viewer, asked: Sequence[tuple[str, str]], open_to: dict[str, Offer] | None = None
) -> set[tuple[str, str]]:
    """Return of some types and subjects those that the viewer may know of now."""
    found = open_to if open_to is not None else {k: v for k, v in offers().items() if viewer.may(v.permission)}
    by_reach: dict[object, set[str]] = defaultdict(set)
    for kind, subject in asked:
        if kind in found:
            by_reach[found[kind].reach].add(subject)
    reached = {reach: set(reach(viewer, subjects)) for reach, subjects in by_reach.items()}  # type: ignore[operator]
    return {(kind, subject) for kind, subject in asked if kind in found and subject in reached[found[kind].reach]}
