"""Working time held against counting minute by minute, over calendars nobody would think of."""

from hypothesis import given, settings
from hypothesis import strategies as st

from .. import rules
from ..contracts import Convention, LimitUnit, Session, TimeLimit
from . import slow_clock
from .strategies import DAYS, calendars, sessions, starts


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
    assert rules.read_typed_sessions(rules.write_typed_sessions(hours)) == hours
