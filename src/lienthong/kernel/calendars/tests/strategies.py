"""Random calendars for property tests: weeks, special days and moments around the turn of a year."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from .. import rules
from ..contracts import LOCAL_ZONE, DayEntry, DayKind, Session, WeekPeriod

FIRST = date(2026, 12, 20)  # so that the turn of the year lies within reach
DAYS = 24

starts = st.integers(0, DAYS * 1440).map(
    lambda offset: rules.to_minute(datetime(2026, 12, 20, tzinfo=LOCAL_ZONE)) + offset
)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Session, ...]:
    """Up to three sessions a day, which may touch each other and midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


weeks = st.dictionaries(st.integers(1, 7), sessions(), min_size=1, max_size=7)


@st.composite
def calendars(draw: st.DrawFn) -> rules.WorkingTime:
    """A week with at least one session, perhaps other hours from some day on, and special days of every kind."""
    offsets = draw(st.sets(st.integers(0, DAYS), max_size=6))
    entries = {}
    for offset in sorted(offsets):
        day = FIRST + timedelta(days=offset)
        hours = draw(st.none() | sessions())
        entries[day] = DayEntry(day, draw(st.sampled_from(DayKind)), "", hours=hours)
    periods = [WeekPeriod(draw(weeks))]
    for offset in draw(st.sets(st.integers(0, DAYS), max_size=2)):
        begins = FIRST + timedelta(days=offset)
        lasting = draw(st.none() | st.integers(0, DAYS))
        periods.append(WeekPeriod(draw(weeks), begins, None if lasting is None else begins + timedelta(days=lasting)))
    return rules.WorkingTime(rules.layers_of(weeks=periods, days=entries))
