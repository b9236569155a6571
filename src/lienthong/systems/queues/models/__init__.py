"""Tables of queues."""

from .desk import Counter, Desk, PriorityGroup, TicketClass
from .ticket import Serving, ServingDossier, Ticket

__all__ = ["Counter", "Desk", "PriorityGroup", "Serving", "ServingDossier", "Ticket", "TicketClass"]
