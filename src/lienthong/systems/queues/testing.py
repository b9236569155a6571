"""For tests and the demo: a desk with classes and counters, and a day that people tell."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from lienthong.kernel.acts.contracts import Actor

from . import queries, services
from .contracts import ClassDraft, CounterDraft, DeskDraft
from .models import Counter, Serving, ServingDossier, Ticket

__all__ = ["CLASSES", "Counter", "Serving", "ServingDossier", "SmallDesk", "Ticket", "small_desk"]

CLASSES = (
    ClassDraft("A", "Hộ tịch, chứng thực", "Civil status, certification", ("Hộ tịch", "Chứng thực"), 10, None, 10),
    ClassDraft("B", "Đất đai, xây dựng", "Land, construction", ("Đất đai",), 20, None, 20),
)
COUNTERS = (CounterDraft("1", "", ("A",)), CounterDraft("2", "", ("A", "B")))


@dataclass
class SmallDesk:
    """A desk to work at: its uuid and secret, and its counters by number."""

    uuid: UUID
    secret: str
    counters: dict[str, UUID] = field(default_factory=dict)

    def take(self, prefix: str, now: datetime, *, priority: str = "", key: str = "") -> Ticket:
        """Take a ticket as somebody before the kiosk."""
        uuid = services.take_ticket(
            secret=self.secret, prefix=prefix, priority=priority, actor=Actor.anonymous(), now=now, key=key
        )
        return Ticket.objects.get(uuid=uuid)

    def do(self, act: Any, counter: str, actor: Actor, now: datetime, **more: Any) -> Any:
        """Do an act at a counter."""
        return act(uuid=self.uuid, counter=self.counters[counter], actor=actor, now=now, **more)

    def call(self, counter: str, actor: Actor, now: datetime) -> str:
        """Call the next and return the number called."""
        ticket: Ticket = self.do(services.call_next, counter, actor, now)[1]
        return ticket.code


def small_desk(
    *,
    agency_code: str,
    now: datetime,
    draft: DeskDraft | None = None,
    classes: tuple[ClassDraft, ...] = CLASSES,
    counters: tuple[CounterDraft, ...] = COUNTERS,
) -> SmallDesk:
    """Set up a desk with classes and counters."""
    actor = Actor.system("small_desk")
    uuid = services.found_desk(
        agency_code=agency_code, draft=draft or DeskDraft("Bộ phận Một cửa"), actor=actor, now=now
    )
    for each in classes:
        services.save_class(uuid=uuid, draft=each, actor=actor, now=now)
    for counter in counters:
        services.save_counter(uuid=uuid, draft=counter, actor=actor, now=now)
    desk = queries.get_desk(uuid=uuid, viewer=actor)
    found = {each.number: each.uuid for each in queries.counters_of(desk=desk)}
    return SmallDesk(uuid, desk.secret, found)
