"""What may be read of the interface to the Portal."""

from .compared import ComparedFilters, MissingFilters, list_compared, list_missing, stream_compared, stream_missing
from .inbound import ActFilters, count_acts, get_act, list_acts, stream_acts
from .outbound import (
    SyncFilters,
    count_syncs,
    get_sync,
    list_lines,
    list_syncs,
    state_of,
    stream_syncs,
)
from .routes import generations_in_use, get_route, has_routes, list_routes, route_of

__all__ = [
    "ActFilters",
    "ComparedFilters",
    "MissingFilters",
    "SyncFilters",
    "count_acts",
    "count_syncs",
    "generations_in_use",
    "get_act",
    "get_route",
    "get_sync",
    "has_routes",
    "list_acts",
    "list_compared",
    "list_lines",
    "list_missing",
    "list_routes",
    "list_syncs",
    "route_of",
    "state_of",
    "stream_acts",
    "stream_compared",
    "stream_missing",
    "stream_syncs",
]
