"""The line of a desk: whether tickets are given, and what everybody in it may expect."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Avg, Count
from django.utils import timezone

from lienthong.kernel.calendars import queries as calendars
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import CounterState, OrderRule, ServingEnd, TicketState
from lienthong.systems.queues.models import Counter, Desk, Serving, Ticket, TicketClass

# What serving takes is told from so many days; below so many servings the minutes the desk was given count.
LOOK_BACK = timedelta(days=30)
ENOUGH = 5


def gives_now(*, desk: Desk, now: datetime) -> bool:
    """Tell whether tickets are given now, by the hours of the agency's calendar; limits of the day are not asked.

    A desk that does not keep these hours gives tickets at any, and so does an agency without a calendar.
    """
    calendar_id = desk.agency.calendar_id
    if calendar_id is None or not desk.keeps_hours:
        return True
    local = timezone.localtime(now)
    sessions = calendars.sessions_of(calendar_id=calendar_id, day=local.date())
    return rules.gives_tickets(
        local.hour * 60 + local.minute, sessions, opens_before=desk.opens_before, stops_before=desk.stops_before
    )


def hours_today(*, desk: Desk, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the sessions of today as hours of the clock; empty on a day off, and where they are not kept."""
    if desk.agency.calendar_id is None or not desk.keeps_hours:
        return ()
    sessions = calendars.sessions_of(calendar_id=desk.agency.calendar_id, day=timezone.localdate(now))
    return tuple((_clock(start), _clock(end)) for start, end in sessions)


def foresee_line(*, desk: Desk, now: datetime) -> Mapping[int, rules.Foreseen]:
    """Return what each waiting ticket of a desk may expect, by its key. Six statements, whoever waits."""
    rows = Ticket.objects.filter(desk=desk, day=timezone.localdate(now), state=TicketState.WAITING)
    line = [
        rules.Waiting(*values) for values in rows.values_list("pk", "queued_at", "rank", "ticket_class_id", "target_id")
    ]
    if not line:
        return {}
    minutes = minutes_by_class(desk=desk, now=now)
    terms = rules.Terms(OrderRule(desk.rule), desk.every)
    return rules.foresee(line, _posts(desk, minutes, now), terms, minutes)


def minutes_by_class(*, desk: Desk, now: datetime) -> dict[int, float]:
    """Return what serving takes by class, from the last days; two statements."""
    usual = {key: float(minutes) for key, minutes in TicketClass.objects.filter(desk=desk).values_list("pk", "minutes")}
    taken = (
        Serving.objects.filter(ticket_class_id__in=usual, started_at__gte=now - LOOK_BACK, end=ServingEnd.SERVED)
        .values_list("ticket_class_id")
        .annotate(n=Count("id"), mean=Avg("served"))
    )
    return usual | {key: max(1.0, float(mean) / 60) for key, n, mean in taken if n >= ENOUGH}


def _posts(desk: Desk, minutes: Mapping[int, float], now: datetime) -> list[rules.Post]:
    open_ones = Counter.objects.filter(desk=desk, active=True, state=CounterState.OPEN).prefetch_related("classes")
    here = Ticket.objects.filter(
        desk=desk, day=timezone.localdate(now), state__in=(TicketState.CALLED, TicketState.SERVING)
    )
    # Serving begins within a minute of the call; for a foretold wait the call is near enough.
    busy = {
        counter_id: (called_at or now, class_id)
        for counter_id, called_at, class_id in here.values_list("counter_id", "called_at", "ticket_class_id")
    }
    posts = []
    for counter in open_ones:
        free_in = 0.0
        if counter.pk in busy:
            called_at, class_id = busy[counter.pk]
            gone = rules.seconds_between(called_at, now) / 60
            free_in = max(1.0, minutes.get(class_id, 1.0) - gone)
        groups = frozenset(each.pk for each in counter.classes.all() if each.active)
        posts.append(rules.Post(counter.pk, groups, rules.Turn(counter.overtakes, counter.ordered), free_in))
    return posts


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
