"""When a timer fires: working time by our limits, time of the clock by ISO 8601, or what an expression gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from lienthong.kernel.calendars.contracts import LimitUnit, TimeLimit
from lienthong.kernel.forms.contracts import ExpressionRefused
from lienthong.kernel.forms.queries import check_expression

from .limits import parse_limit
from .model import TimerForm

ISO = re.compile(r"^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$")
ISO_MONTHS = re.compile(r"^P(\d{1,3})M$")
CYCLE = re.compile(r"^R(\d{0,4})/(.+)$")
HANOI = timezone(timedelta(hours=7))
ENDLESS = -1
VARIABLES = frozenset({"data", "steps", "outcome"})


class TimerRefused(ValueError):
    """The text says no moment."""


@dataclass(frozen=True)
class Timer:
    """The moment of a timer: a limit of law, a span of the clock, or a date; `repeats` tells how often more."""

    limit: TimeLimit | None = None
    span: timedelta | None = None
    at: datetime | None = None
    repeats: int = 0


def _duration(text: str) -> Timer:
    """Read "3wd", "4wh", "30min" or an ISO duration.

    :raises TimerRefused: it is none, or no time at all
    """
    if (limit := parse_limit(text)) is not None:
        return Timer(limit=limit)
    if months := ISO_MONTHS.match(text):
        return Timer(limit=TimeLimit(max(1, int(months[1])), LimitUnit.MONTH))
    if (parts := ISO.match(text)) is None or not any(parts.groups()):
        raise TimerRefused(text)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not span:
        raise TimerRefused(text)
    return Timer(span=span)


def _date(text: str) -> Timer:
    """Read an ISO moment; without an offset it is the time of Hà Nội.

    :raises TimerRefused: it is none
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise TimerRefused(text) from error
    return Timer(at=(at if at.tzinfo is not None else at.replace(tzinfo=HANOI)).astimezone(UTC))


def parse_timer(text: str, form: TimerForm) -> Timer:
    """Read the text of a timer.

    :raises TimerRefused: the text says no moment; cron expressions and cycles with a beginning are among these
    """
    if form is TimerForm.DATE:
        return _date(text)
    if form is TimerForm.DURATION:
        return _duration(text)
    cycle = CYCLE.match(text)
    if cycle is None:
        raise TimerRefused(text)
    times = int(cycle[1]) if cycle[1] else ENDLESS
    if times == 0:
        raise TimerRefused(text)
    return replace(_duration(cycle[2]), repeats=times - 1 if times != ENDLESS else ENDLESS)


def is_expression(text: str, form: TimerForm) -> bool:
    """Tell whether the text is an expression over the data of the case that gives the moment's text."""
    try:
        parse_timer(text, form)
    except TimerRefused:
        try:
            check_expression(text, allowed=VARIABLES)
        except ExpressionRefused:
            return False
        # An expression reads the case; a misspelt moment reads nothing.
        return "data." in text or "steps." in text
    return False
