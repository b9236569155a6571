"""How long a due date takes: in a calendar with a parent, over starts and limits as a province has them."""

import statistics
import time
from datetime import UTC, datetime, timedelta

from lienthong.kernel.calendars import rules
from lienthong.kernel.calendars.contracts import DayEntry, DayKind, TimeLimit, WeekPeriod

LIMITS = tuple(TimeLimit.parse(text) for text in ("1wd", "3wd", "10wd", "15wd", "4wh", "10d", "1m", "same_day"))
STARTS, ROUNDS = 5_000, 5
BEGIN = datetime(2026, 1, 1, 1, 12, tzinfo=UTC)


def due_dates_a_second() -> float:
    """Return how many due dates one core computes in a second: the median of five rounds of 5,000."""
    work = _province_and_commune()
    starts = [BEGIN + timedelta(minutes=101 * step) for step in range(STARTS)]
    rates = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        for step, start in enumerate(starts):
            rules.to_moment(rules.add_limit(work, rules.to_minute(start), LIMITS[step % len(LIMITS)]))
        rates.append(STARTS / (time.process_time() - begin))
    return statistics.median(rates)


def due_date_rows() -> list[tuple[str, str]]:
    """Return the rows for the table of `make bench`."""
    rate = due_dates_a_second()
    return [("due dates a second on one core", f"{rate:,.0f}"), ("one due date", f"{1_000_000 / rate:.1f} µs")]


def _province_and_commune() -> rules.WorkingTime:
    office = rules.read_sessions([["07:30", "11:30"], ["13:30", "17:30"]])
    week = WeekPeriod(dict.fromkeys(range(1, 6), office))
    days = [BEGIN.date() + timedelta(days=24 * step) for step in range(15)]
    province = rules.layers_of(weeks=[week], days={day: DayEntry(day, DayKind.HOLIDAY, "off") for day in days})
    return rules.WorkingTime((*rules.layers_of(weeks=[], days={}), *province))
