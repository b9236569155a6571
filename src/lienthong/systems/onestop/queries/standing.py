"""Where dossiers stood in a period: the rows of the report of handling as conditions (sections 9.4 and 19).

Everything is asked as of the end of the period, never as of today: who ended, supplemented or was given a new
appointment later was still in process, waiting or due by the date before. So what is carried over at the start of a
period is in process at the end of the one before, to the dossier (R-75). Two things have no date here and count as
they are today: the agency, after a reorganisation, and a due date that moved with the calendar.
"""

from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDay
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from lienthong.kernel.ui.queries import local_midnight, within_days
from lienthong.systems.onestop.contracts import Channel, ResultState, State
from lienthong.systems.onestop.models import Supplement

# The appointment by which lateness is measured: the first one, even where a later one was given (section 9.3).
APPOINTMENT = Coalesce(F("extension__due_before"), F("due_at"), output_field=DateTimeField())
ENDINGS = ("early", "on_time", "late", "refused", "stopped")
REMAINS = ("open_in_time", "open_late", "waiting")
RECEIVED = {f"received_{channel.value}": channel for channel in (Channel.ONLINE, Channel.COUNTER, Channel.POST)}
WHOLES = ("carried", "received", "total", "solved", "open")
STANDINGS = (*WHOLES, *RECEIVED, *ENDINGS, *REMAINS)


def standing(kind: str, *, start: date, end: date, now: datetime) -> Q:
    """Return the condition of one figure of a period of local days, both included; it may use subqueries.

    :param kind: one of `STANDINGS`
    :raises KeyError: no such figure
    """
    return standings(start=start, end=end, now=now)[kind]


def standings(*, start: date, end: date, now: datetime) -> dict[str, Q]:
    """Return the condition of every figure of a period of local days, both included."""
    opens, closes = local_midnight(start), local_midnight(end + timedelta(days=1))
    carried = Q(accepted_at__lt=opens) & _not_ended(opens)
    received = within_days("accepted_at", start, end)
    ended = within_days("ended_at", start, end)
    refused = Q(result_state=ResultState.REFUSED)
    solved = ended & ~Q(state=State.STOPPED) & ~refused
    here = Q(accepted_at__lt=closes) & _not_ended(closes)
    return {
        "carried": carried,
        "received": received,
        **{name: received & Q(channel=channel) for name, channel in RECEIVED.items()},
        "total": carried | received,
        "solved": solved,
        "early": solved & Q(LessThan(TruncDay("ended_at"), TruncDay(APPOINTMENT))),
        "on_time": solved
        & Q(LessThanOrEqual(F("ended_at"), APPOINTMENT))
        & Q(GreaterThanOrEqual(TruncDay("ended_at"), TruncDay(APPOINTMENT))),
        "late": solved & Q(GreaterThan(F("ended_at"), APPOINTMENT)),
        "refused": ended & refused,
        "stopped": ended & Q(state=State.STOPPED) & ~refused,
        "open": here,
        **_remaining(here, closes, min(closes, now)),
    }


def alive_between(start: date, end: date) -> Q:
    """Return the condition of dossiers that any figure of the period can count; an index on their end serves it."""
    return Q(accepted_at__lt=local_midnight(end + timedelta(days=1))) & _not_ended(local_midnight(start))


def _not_ended(at: datetime) -> Q:
    return Q(ended_at__isnull=True) | Q(ended_at__gte=at)


def _remaining(here: Q, closes: datetime, seen: datetime) -> dict[str, Q]:
    """Return how those in process at the end stood: in time, late, or waiting for the citizen."""
    asked = Q(requested_at__lt=closes) & (Q(answered_at__isnull=True) | Q(answered_at__gte=closes))
    waiting = Q(Exists(Supplement.objects.filter(asked, dossier=OuterRef("pk"))))
    moment = Value(seen, output_field=DateTimeField())
    due = _appointment_at(closes)
    return {
        "open_in_time": here & ~waiting & Q(GreaterThanOrEqual(due, moment)),
        "open_late": here & ~waiting & Q(LessThan(due, moment)),
        "waiting": here & waiting,
    }


def _appointment_at(moment: datetime) -> Coalesce:
    """Return the appointment as it was: the next supplement asked for later keeps the date before it.

    A supplement asked for after the one extension knows the second appointment only, so the extension tells the first.
    """
    next_one = Supplement.objects.filter(
        Q(dossier__extension__isnull=True) | Q(dossier__extension__decided_at__gt=F("requested_at")),
        dossier=OuterRef("pk"),
        requested_at__gte=moment,
    ).order_by("no")
    return Coalesce(
        Subquery(next_one.values("due_before")[:1]),
        F("extension__due_before"),
        F("due_at"),
        output_field=DateTimeField(),
    )
