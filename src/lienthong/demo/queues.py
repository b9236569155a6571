"""Desks with numbers at a commune and at the provincial centre, and the last day there as people told it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import LOCAL_ZONE, local_day
from lienthong.systems.queues import queries, services
from lienthong.systems.queues.contracts import ClassDraft, CounterDraft, DeskDraft, NobodyWaits

from .chance import Chance
from .rhythm import BUSY_HALF_HOURS
from .story import Teller

BUILDER = Actor.system("demo")
MINUTE = timedelta(minutes=1)
# Of a hundred visitors so many belong to a group.
GROUPS = {"": 78, "elderly": 10, "small-child": 5, "merit": 3, "disabled": 2, "pregnant": 2}
COMMUNE_CLASSES = (
    ClassDraft("A", "Hộ tịch, chứng thực", "Civil status, certification", ("Hộ tịch", "Chứng thực"), 9, None, 10),
    ClassDraft("B", "Đất đai, xây dựng", "Land, construction", ("Đất đai", "Hoạt động xây dựng"), 16, None, 20),
    ClassDraft(
        "C", "Bảo trợ xã hội, người có công", "Social protection", ("Bảo trợ xã hội", "Người có công"), 14, None, 30
    ),
    ClassDraft("T", "Nhận kết quả", "Collect a result", (), 4, None, 40),
)
CENTRE_CLASSES = (
    ClassDraft(
        "X",
        "Xây dựng, giao thông",
        "Construction, transport",
        ("Hoạt động xây dựng", "Đường thuỷ nội địa"),
        15,
        None,
        10,
    ),
    ClassDraft(
        "K", "Đăng ký kinh doanh, đầu tư", "Business, investment", ("Đăng ký doanh nghiệp", "Đầu tư"), 18, None, 20
    ),
    ClassDraft("M", "Đất đai, môi trường", "Land, environment", ("Đất đai", "Môi trường"), 16, None, 30),
    ClassDraft("T", "Nhận kết quả", "Collect a result", (), 4, None, 40),
)


@dataclass
class Manned:
    """A counter of the day: who sits there, until when they are busy, and whether somebody is there."""

    uuid: UUID
    officer: Actor
    prefixes: frozenset[str]
    free_at: datetime
    busy: bool = False


@dataclass
class Day:
    """One day at one desk, minute by minute."""

    desk: UUID
    secret: str
    minutes: dict[str, int]
    counters: list[Manned]
    chance: Chance
    waiting: dict[str, int] = field(default_factory=dict)

    def live(self, arrivals: deque[datetime], *, begin: datetime, end: datetime) -> None:
        """Let people come, be called and be served until the end, when whoever is left still waits."""
        for counter in self.counters:
            self._do(services.open_counter, counter, begin)
        at = begin
        while at < end:
            while arrivals and arrivals[0] <= at:
                self._come(arrivals.popleft())
            for counter in self.counters:
                if counter.free_at <= at:
                    self._go_on(counter, at)
            at += MINUTE

    def close(self, at: datetime) -> None:
        """Let the officers finish and go home."""
        for counter in self.counters:
            if counter.busy:
                self._do(services.end_serving, counter, at)
            self._do(services.close_counter, counter, at)

    def _come(self, at: datetime) -> None:
        prefix = self.chance.weighted({each: 10 + 10 * (place == 0) for place, each in enumerate(self.minutes)})
        group = self.chance.weighted(GROUPS)
        services.take_ticket(secret=self.secret, prefix=prefix, priority=group, actor=Actor.anonymous(), now=at)
        self.waiting[prefix] = self.waiting.get(prefix, 0) + 1

    def _go_on(self, counter: Manned, at: datetime) -> None:
        if not any(self.waiting.get(prefix) for prefix in counter.prefixes):
            if counter.busy:
                self._do(services.end_serving, counter, at)
                counter.busy = False
            return
        try:
            _kept, ticket, *_served = self._do(services.call_next, counter, at)
        except NobodyWaits:
            return
        self.waiting[ticket.prefix] -= 1
        began = at + timedelta(seconds=self.chance.between(15, 55))
        if self.chance.happens(0.04) and ticket.returns == 0:
            self._do(services.mark_absent, counter, at + MINUTE)
            self.waiting[ticket.prefix] += 1
            counter.busy, counter.free_at = False, at + 2 * MINUTE
            return
        self._do(services.start_serving, counter, began)
        counter.busy = True
        counter.free_at = began + timedelta(minutes=self.minutes[ticket.prefix] * self.chance.share(0.5, 1.7))

    def _do(self, act: Callable[..., Any], counter: Manned, at: datetime) -> Any:
        return act(uuid=self.desk, counter=counter.uuid, actor=counter.officer, now=at)


def keep_desks(*, teller: Teller, chance: Chance, say: Callable[[str, int], None]) -> None:
    """Set the two desks up and tell the last working day at each, up to the moment of the demonstration."""
    commune, centre = teller.land.seat("Nha Trang").agency, teller.land.centre
    sitting: tuple[Actor, ...] = (
        *teller.staff.holders(commune.id, "reception")[:1],
        *teller.staff.holders(commune.id, "civil-status")[:1],
    )
    drafts: tuple[CounterDraft, ...] = (
        CounterDraft("1", "Hộ tịch, chứng thực", ("A", "T")),
        CounterDraft("2", "Tổng hợp", ("A", "B", "C", "T")),
    )
    name = DeskDraft("Bộ phận Một cửa phường Nha Trang", "One-stop shop of Nha Trang ward")
    _tell(teller, commune.code, name, COMMUNE_CLASSES, drafts, sitting, chance.branch("commune"), visitors=48)
    say("Điểm tiếp nhận", 1)
    sitting = tuple(teller.staff.holders(centre.id, "reception")[:2])
    drafts = (
        CounterDraft("1", "Xây dựng, giao thông", ("X", "T")),
        CounterDraft("2", "Kinh doanh, đầu tư", ("K", "T")),
        CounterDraft("3", "Đất đai, môi trường", ("M", "X", "T")),
    )
    name = DeskDraft("Trung tâm Phục vụ hành chính công, sảnh tầng 1", "Public administration centre, ground floor")
    _tell(teller, centre.code, name, CENTRE_CLASSES, drafts, sitting, chance.branch("centre"), visitors=50)
    say("Điểm tiếp nhận", 1)


def _tell(
    teller: Teller,
    agency_code: str,
    draft: DeskDraft,
    classes: tuple[ClassDraft, ...],
    drafts: tuple[CounterDraft, ...],
    sitting: tuple[Actor, ...],
    chance: Chance,
    *,
    visitors: int,
) -> None:
    begin, end, over = _hours(teller)
    before = begin - timedelta(days=1)
    desk = services.found_desk(agency_code=agency_code, draft=draft, actor=BUILDER, now=before)
    for each in classes:
        services.save_class(uuid=desk, draft=each, actor=BUILDER, now=before)
    for counter in drafts:
        services.save_counter(uuid=desk, draft=counter, actor=BUILDER, now=before)
    info = queries.get_desk(uuid=desk, viewer=BUILDER)
    counters = [
        Manned(counter.uuid, officer, frozenset(counter.prefixes), begin)
        for counter, officer in zip(queries.counters_of(desk=info), sitting, strict=False)
    ]
    moments = sorted(
        _local(begin, chance.weighted(BUSY_HALF_HOURS) + chance.between(0, 29)) for _visitor in range(visitors)
    )
    day = Day(desk, info.secret, {each.prefix: each.minutes for each in classes}, counters, chance)
    day.live(deque(at for at in moments if at < end), begin=begin, end=end)
    if over:
        day.close(end)
        services.close_day(actor=BUILDER, now=teller.now)


def _hours(teller: Teller) -> tuple[datetime, datetime, bool]:
    """Return the last day's opening, the moment up to which it is told, and whether it is over."""
    last = local_day(teller.rhythm.add(teller.now, -1))
    sessions = calendars.sessions_of(calendar_id=teller.land.calendar_id, day=last)
    noon = datetime.combine(last, time(12), LOCAL_ZONE)
    begin, closing = _local(noon, sessions[0][0]), _local(noon, sessions[-1][1])
    return begin, min(closing, teller.now), closing <= teller.now


def _local(day: datetime, minute: int) -> datetime:
    """Return a minute of the local day of a moment, in UTC."""
    midnight = datetime.combine(local_day(day), time(), LOCAL_ZONE)
    return (midnight + timedelta(minutes=minute)).astimezone(UTC)
