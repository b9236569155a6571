"""Working time held against counting minute by minute, over calendars nobody would think of."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from .. import rules
from ..contracts import LOCAL_ZONE, Convention, DayEntry, DayKind, LimitUnit, Session, TimeLimit
from . import slow_clock

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


@st.composite
def calendars(draw: st.DrawFn) -> rules.WorkingTime:
    """A week with at least one session, and special days of every kind."""
    week = draw(st.dictionaries(st.integers(1, 7), sessions(), min_size=1, max_size=7))
    offsets = draw(st.sets(st.integers(0, DAYS), max_size=6))
    entries = {}
    for offset in sorted(offsets):
        day = FIRST + timedelta(days=offset)
        hours = draw(st.none() | sessions())
        entries[day] = DayEntry(day, draw(st.sampled_from(DayKind)), "", hours=hours)
    return rules.WorkingTime((rules.Layer(week=week, days=entries),))


@settings(max_examples=60, deadline=None)
@given(work=calendars(), start=starts, amount=st.integers(1, 900))
def test_adding_agrees_with_counting_minutes(work: rules.WorkingTime, start: int, amount: int) -> None:
    # A week of one worked minute would be walked for years; the walk stays within the test's patience.
    if work.between(start, start + DAYS * 1440) >= amount:
        assert work.add(start, amount) == slow_clock.add(work, start, amount)


@settings(max_examples=60, deadline=None)
@given(work=calendars(), start=starts, amount=st.integers(1, 900))
def test_going_back_agrees_with_counting_minutes(work: rules.WorkingTime, start: int, amount: int) -> None:
    if work.between(start - DAYS * 1440, start) >= amount:
        assert work.add(start, -amount) == slow_clock.back(work, start, amount)


@settings(max_examples=60, deadline=None)
@given(work=calendars(), start=starts, span=st.integers(0, 8000))
def test_time_between_agrees_with_counting_minutes(work: rules.WorkingTime, start: int, span: int) -> None:
    assert work.between(start, start + span) == slow_clock.between(work, start, start + span)


@settings(max_examples=60, deadline=None)
@given(work=calendars(), start=starts)
def test_r39_the_next_moment_agrees_with_walking(work: rules.WorkingTime, start: int) -> None:
    assert work.next_moment(start) == slow_clock.next_moment(work, start)


@settings(max_examples=200, deadline=None)
@given(work=calendars(), start=starts, amount=st.integers(-5000, 5000))
def test_what_was_added_is_what_lies_between(work: rules.WorkingTime, start: int, amount: int) -> None:
    if amount:
        assert work.between(start, work.add(start, amount)) == amount


@settings(max_examples=200, deadline=None)
@given(work=calendars(), start=starts, first=st.integers(1, 3000), second=st.integers(1, 3000))
def test_adding_in_two_parts_is_adding_once(work: rules.WorkingTime, start: int, first: int, second: int) -> None:
    assert work.add(work.add(start, first), second) == work.add(start, first + second)


@settings(max_examples=200, deadline=None)
@given(work=calendars(), first=starts, second=starts, amount=st.integers(1, 3000))
def test_who_starts_earlier_is_due_no_later(work: rules.WorkingTime, first: int, second: int, amount: int) -> None:
    early, late = sorted((first, second))
    assert work.add(early, amount) <= work.add(late, amount)
    assert work.between(early, late) == -work.between(late, early)


@settings(max_examples=200, deadline=None)
@given(
    work=calendars(),
    start=starts,
    amount=st.integers(1, 20),
    unit=st.sampled_from([unit for unit in LimitUnit if unit is not LimitUnit.SAME_DAY]),
    convention=st.sampled_from(Convention),
)
def test_a_due_date_lies_after_its_start_and_on_a_working_day(
    work: rules.WorkingTime, start: int, amount: int, unit: LimitUnit, convention: Convention
) -> None:
    due = rules.add_limit(work, start, TimeLimit(amount, unit), convention=convention)
    assert due > start
    if unit is not LimitUnit.HOUR:
        assert slow_clock.works_at(work, due - 1)


@given(amount=st.integers(1, 10_000), unit=st.sampled_from(LimitUnit))
def test_a_time_limit_survives_being_written(amount: int, unit: LimitUnit) -> None:
    limit = TimeLimit(1 if unit is LimitUnit.SAME_DAY else amount, unit)
    assert TimeLimit.parse(str(limit)) == limit


@given(hours=sessions())
def test_hours_survive_being_stored(hours: tuple[Session, ...]) -> None:
    assert rules.read_sessions(rules.write_sessions(hours)) == hours
