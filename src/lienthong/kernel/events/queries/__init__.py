"""Reading the outbox: what was not taken, the feed for other systems, and the kinds of events there are."""

from .event_types import find_event_type, list_event_types
from .feed import feed_end, offered_to, read_feed, visible
from .undelivered import (
    backlog,
    count_dead,
    describe,
    list_undelivered,
    names_undelivered,
    stream_undelivered,
    undelivered,
)

__all__ = [
    "backlog",
    "count_dead",
    "describe",
    "feed_end",
    "find_event_type",
    "list_event_types",
    "list_undelivered",
    "names_undelivered",
    "offered_to",
    "read_feed",
    "stream_undelivered",
    "undelivered",
    "visible",
]
