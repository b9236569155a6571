"""Facts that queues announce; no person is named in them. Times in seconds."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class TicketServed:
    """Somebody with a ticket was served to the end at a counter."""

    type: ClassVar[str] = "vn.lienthong.queues.ticket.served.v1"
    ticket: str
    desk: str
    agency_id: int
    class_prefix: str
    priority: str
    waited: int
    served: int
    at: datetime


@dataclass(frozen=True)
class TicketMissed:
    """Somebody was called and was not there, and is not called again."""

    type: ClassVar[str] = "vn.lienthong.queues.ticket.missed.v1"
    ticket: str
    desk: str
    agency_id: int
    class_prefix: str
    waited: int
    at: datetime
