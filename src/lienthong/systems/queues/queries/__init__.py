"""What may be read of queues."""

from .desks import (
    classes_of,
    counters_of,
    get_class,
    get_counter,
    get_desk,
    list_desks,
    list_priorities,
    priorities_on,
)
from .figures import DayFigures, Part, figures_of
from .line import foresee_line, gives_now
from .posts import Seat, desk_of_counter, find_seat, get_seat
from .public import (
    Call,
    Choice,
    Kiosk,
    Screen,
    TicketPage,
    kiosk_of,
    screen_of,
    screen_version,
    ticket_page,
    ticket_version,
)
from .tickets import TicketFilters, list_tickets, stream_tickets

__all__ = [
    "Call",
    "Choice",
    "DayFigures",
    "Kiosk",
    "Part",
    "Screen",
    "Seat",
    "TicketFilters",
    "TicketPage",
    "classes_of",
    "counters_of",
    "desk_of_counter",
    "figures_of",
    "find_seat",
    "foresee_line",
    "get_class",
    "get_counter",
    "get_desk",
    "get_seat",
    "gives_now",
    "kiosk_of",
    "list_desks",
    "list_priorities",
    "list_tickets",
    "priorities_on",
    "screen_of",
    "screen_version",
    "stream_tickets",
    "ticket_page",
    "ticket_version",
]
