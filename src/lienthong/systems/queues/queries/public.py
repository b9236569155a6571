"""What everybody sees who holds the secret of a desk or the address of a ticket; no person is named."""

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import (
    ClassInfo,
    CounterInfo,
    CounterState,
    DeskInfo,
    PriorityInfo,
    TicketState,
)
from lienthong.systems.queues.models import Desk, Ticket

from .desks import class_info, counter_info, desk_info, list_priorities
from .line import foresee_line, gives_now, hours_today, minutes_by_class

CALLS_SHOWN = 7


@dataclass(frozen=True)
class Choice:
    """A class at the kiosk: how many wait, and whether all tickets of the day are given. Estimates in minutes."""

    info: ClassInfo
    waiting: int
    full: bool
    minutes: int | None


@dataclass(frozen=True)
class Kiosk:
    """What a kiosk offers now; `open`: tickets are given, `hours`: the sessions of today."""

    desk: DeskInfo
    open: bool
    hours: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    priorities: tuple[PriorityInfo, ...]


@dataclass(frozen=True)
class Call:
    """A number on the screen and where to; `spelled` is what a voice reads, `calls` how often it was called."""

    key: str
    code: str
    counter: str
    spelled: str
    calls: int
    at: datetime


@dataclass(frozen=True)
class Screen:
    """What the screen shows: the last calls, the latest first, the counters, and how many wait."""

    desk: DeskInfo
    calls: tuple[Call, ...]
    counters: tuple[tuple[CounterInfo, str], ...]
    waiting: int


@dataclass(frozen=True)
class TicketPage:
    """What the holder of a ticket sees. `minutes`: None while no counter that serves it is open."""

    uuid: UUID
    desk: DeskInfo
    code: str
    class_name: str
    class_name_en: str
    state: TicketState
    taken_at: datetime
    counter: str
    counter_name: str
    ahead: int
    minutes: int | None
    told: bool
    returns: int
    has_phone: bool
    priority: str
    priority_en: str


def kiosk_of(*, secret: str, now: datetime) -> Kiosk:
    """Return what the kiosk of a desk offers. At most nine statements.

    :raises NotFound: no desk has this secret
    """
    desk = _desk(secret)
    today = Ticket.objects.filter(desk=desk, day=timezone.localdate(now))
    given, waiting = Tally[str](), Tally[int]()
    for prefix, class_id, state in today.values_list("prefix", "ticket_class_id", "state"):
        given[prefix] += 1
        waiting[class_id] += state == TicketState.WAITING
    full = desk.daily_limit is not None and given.total() >= desk.daily_limit
    minutes = minutes_by_class(desk=desk, now=now)
    open_counters = [
        frozenset(each.pk for each in row.classes.all())
        for row in desk.counters.filter(active=True, state=CounterState.OPEN).prefetch_related("classes")
    ]
    choices = []
    for row in desk.classes.filter(active=True).order_by("order", "prefix"):
        serving = sum(row.pk in groups for groups in open_counters)
        expected = waiting[row.pk] * minutes[row.pk] / serving if serving else None
        spent = full or (row.daily_limit is not None and given[row.prefix] >= row.daily_limit)
        said = rules.said_minutes(int(expected)) if expected is not None and waiting[row.pk] else None
        choices.append(Choice(class_info(row), waiting[row.pk], spent, said))
    return Kiosk(
        desk=desk_info(desk),
        open=gives_now(desk=desk, now=now),
        hours=hours_today(desk=desk, now=now),
        choices=tuple(choices),
        priorities=list_priorities(on=timezone.localdate(now)),
    )


def screen_version(*, secret: str) -> int:
    """Return how often anything happened at a desk, so that a screen asks cheaply. One statement.

    :raises NotFound: no desk has this secret
    """
    version = Desk.objects.filter(secret=secret).values_list("version", flat=True).first()
    if version is None:
        raise NotFound(_("There is no such screen. Its address may have been replaced."))
    return version


def screen_of(*, secret: str, now: datetime) -> Screen:
    """Return what the screen of a desk shows. Five statements.

    :raises NotFound: no desk has this secret
    """
    desk = _desk(secret)
    today = Ticket.objects.filter(desk=desk, day=timezone.localdate(now))
    shown = (TicketState.CALLED, TicketState.SERVING, TicketState.SERVED)
    rows = today.filter(called_at__isnull=False, state__in=shown).select_related("counter")
    calls, at_counter = [], {}
    for row in rows.order_by("-called_at", "-pk")[: CALLS_SHOWN * 3]:
        number = row.counter.number if row.counter else ""
        call = Call(
            f"{row.code}.{row.calls}", row.code, number, rules.spelled(row.code), row.calls, row.called_at or now
        )
        calls.append(call)
        if row.state != TicketState.SERVED:
            at_counter[row.counter_id] = row.code
    posts = desk.counters.filter(active=True).exclude(state=CounterState.CLOSED).prefetch_related("classes")
    counters = sorted(posts, key=lambda each: (len(each.number), each.number))
    return Screen(
        desk=desk_info(desk),
        calls=tuple(calls[:CALLS_SHOWN]),
        counters=tuple((counter_info(each), at_counter.get(each.pk, "")) for each in counters),
        waiting=today.filter(state=TicketState.WAITING).count(),
    )


def ticket_version(*, uuid: UUID) -> int:
    """Return how often anything happened at the desk of a ticket. One statement.

    :raises NotFound: there is no such ticket
    """
    version = Ticket.objects.filter(uuid=uuid).values_list("desk__version", flat=True).first()
    if version is None:
        raise NotFound(_("There is no such ticket."))
    return version


def ticket_page(*, uuid: UUID, now: datetime) -> TicketPage:
    """Return what the holder of a ticket sees. At most eight statements.

    :raises NotFound: there is no such ticket
    """
    rows = Ticket.objects.select_related("desk__agency", "ticket_class", "counter", "priority")
    ticket = rows.filter(uuid=uuid).first()
    if ticket is None:
        raise NotFound(_("There is no such ticket."))
    expected = rules.Foreseen(0, None)
    if ticket.state == TicketState.WAITING and ticket.day == timezone.localdate(now):
        expected = foresee_line(desk=ticket.desk, now=now).get(ticket.pk, expected)
    return TicketPage(
        uuid=ticket.uuid,
        desk=desk_info(ticket.desk),
        code=ticket.code,
        class_name=ticket.ticket_class.name,
        class_name_en=ticket.ticket_class.name_en,
        state=TicketState(ticket.state),
        taken_at=ticket.taken_at,
        counter=ticket.counter.number if ticket.counter else "",
        counter_name=ticket.counter.name if ticket.counter else "",
        ahead=expected.ahead,
        minutes=None if expected.minutes is None else rules.said_minutes(expected.minutes),
        told=ticket.told_at is not None,
        returns=ticket.returns,
        has_phone=bool(ticket.phone),
        priority=ticket.priority.name if ticket.priority else "",
        priority_en=ticket.priority.name_en if ticket.priority else "",
    )


def _desk(secret: str) -> Desk:
    desk = Desk.objects.filter(secret=secret).select_related("agency").first()
    if desk is None:
        raise NotFound(_("There is nothing at this address. It may have been replaced."))
    return desk
