"""Clocks with several pauses held against walking, over calendars nobody would think of."""

from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from .. import rules
from ..contracts import ClockTerms, Convention, DayReason, Extension, LimitUnit, Pause, TimeLimit
from . import slow_terms
from .strategies import DAYS, calendars, starts

WORKING = (LimitUnit.MINUTE, LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY)
spans = st.lists(st.tuples(st.integers(0, 6 * 1440), st.integers(1, 4 * 1440)), max_size=4)


def pauses_of(start: int, given_spans: list[tuple[int, int]]) -> tuple[Pause, ...]:
    """Return pauses that begin some minutes after the start and last some minutes; they may overlap."""
    return tuple(
        Pause(rules.to_moment(start + after), rules.to_moment(start + after + lasting), "supplement")
        for after, lasting in given_spans
    )


def terms_of(start: int, limit: TimeLimit, pauses: tuple[Pause, ...], **more: object) -> ClockTerms:
    """Return the terms of a clock."""
    return ClockTerms(rules.to_moment(start), limit, pauses=pauses, **more)  # type: ignore[arg-type]  # as named there


def stretches(pauses: tuple[Pause, ...]) -> list[tuple[int, int]]:
    """Return ended pauses in minutes."""
    return [(rules.to_minute(each.start), rules.to_minute(each.end)) for each in pauses if each.end]


@settings(max_examples=120, deadline=None)
@given(work=calendars(), start=starts, amount=st.integers(1, 600), given_spans=spans)
def test_a_paused_clock_agrees_with_counting_the_minutes_in_which_it_ran(
    work: rules.WorkingTime, start: int, amount: int, given_spans: list[tuple[int, int]]
) -> None:
    assume(work.between(start + 10 * 1440, start + DAYS * 1440) >= amount)
    pauses = pauses_of(start, given_spans)
    terms = terms_of(start, TimeLimit(amount, LimitUnit.MINUTE), pauses)
    assert rules.due_of(work, terms) == slow_terms.due_by_minutes(work, start, amount, stretches(pauses))


@settings(max_examples=150, deadline=None)
@given(
    work=calendars(),
    start=starts,
    amount=st.integers(1, 12),
    unit=st.sampled_from([LimitUnit.DAY, LimitUnit.WORKING_DAY, LimitUnit.MONTH]),
    given_spans=spans,
)
def test_a_paused_limit_of_days_agrees_with_counting_the_days(
    work: rules.WorkingTime, start: int, amount: int, unit: LimitUnit, given_spans: list[tuple[int, int]]
) -> None:
    limit = TimeLimit(1 if unit is LimitUnit.MONTH else amount, unit)
    pauses = pauses_of(start, given_spans)
    terms = terms_of(start, limit, pauses, convention=Convention.DAY_END)
    # A pause that begins on the last day after work has ended comes too late; the walk knows only whole days.
    first = rules.due_of(work, terms_of(start, limit, (), convention=Convention.DAY_END))
    assume(all(begin < first or rules.day_at(begin) > rules.day_at(first - 1) for begin, _ in stretches(pauses)))
    assume(_no_pause_begins_after_hours(work, stretches(pauses)))
    expected = slow_terms.due_by_days(work, start, limit, stretches(pauses))
    assert rules.day_at(rules.due_of(work, terms) - 1) == expected


def _no_pause_begins_after_hours(work: rules.WorkingTime, given_stretches: list[tuple[int, int]]) -> bool:
    return all(
        begin < work.end_of_working_day(rules.day_at(begin))
        for begin, _ in given_stretches
        if work.is_working_day(rules.day_at(begin))
    )


@settings(max_examples=200, deadline=None)
@given(
    work=calendars(),
    start=starts,
    amount=st.integers(1, 20),
    unit=st.sampled_from([unit for unit in LimitUnit if unit is not LimitUnit.SAME_DAY]),
    convention=st.sampled_from(Convention),
    given_spans=spans,
)
def test_a_pause_never_brings_a_due_date_forward_and_none_leaves_it(
    work: rules.WorkingTime,
    start: int,
    amount: int,
    unit: LimitUnit,
    convention: Convention,
    given_spans: list[tuple[int, int]],
) -> None:
    limit = TimeLimit(amount, unit)
    plain = terms_of(start, limit, (), convention=convention)
    first = rules.due_of(work, plain)
    assert first == rules.first_due_of(work, plain)
    pauses = pauses_of(start, given_spans)
    assert rules.due_of(work, terms_of(start, limit, pauses, convention=convention)) >= first
    late = tuple(
        Pause(rules.to_moment(first + 1), rules.to_moment(first + 1 + lasting), "late") for _, lasting in given_spans
    )
    assert rules.due_of(work, terms_of(start, limit, late, convention=convention)) == first


@settings(max_examples=200, deadline=None)
@given(work=calendars(), start=starts, amount=st.integers(1, 12), unit=st.sampled_from(WORKING), given_spans=spans)
def test_order_and_overlap_of_pauses_do_not_matter(
    work: rules.WorkingTime, start: int, amount: int, unit: LimitUnit, given_spans: list[tuple[int, int]]
) -> None:
    pauses = pauses_of(start, given_spans)
    limit = TimeLimit(amount, unit)
    due = rules.due_of(work, terms_of(start, limit, pauses))
    assert rules.due_of(work, terms_of(start, limit, pauses[::-1])) == due
    assert rules.due_of(work, terms_of(start, limit, (*pauses, *pauses))) == due


@settings(max_examples=200, deadline=None)
@given(work=calendars(), start=starts, amount=st.integers(1, 12), unit=st.sampled_from(WORKING), given_spans=spans)
def test_the_days_of_an_explanation_add_up_to_the_limit(
    work: rules.WorkingTime, start: int, amount: int, unit: LimitUnit, given_spans: list[tuple[int, int]]
) -> None:
    terms = terms_of(start, TimeLimit(amount, unit), pauses_of(start, given_spans))
    said = rules.explain(work, terms)
    begins = rules.begins_at(work, terms)
    minutes = {LimitUnit.MINUTE: 1, LimitUnit.WORKING_HOUR: 60, LimitUnit.WORKING_DAY: said.day_minutes}[unit] * amount
    assert rules.to_minute(said.due_at) == rules.due_of(work, terms)
    if not said.days_left_out:
        assert sum(day.counted for day in said.days) == said.days[-1].total
        # A pause that covers the start gives way to it: counting begins when the pause ends.
        assert said.days[-1].total == minutes
        passed_over = [day for day in said.days if day.day < rules.day_at(begins)]
        assert not [day for day in passed_over if work.is_working_day(day.day)]
        assert said.days[len(passed_over)].day == rules.day_at(begins)


@settings(max_examples=150, deadline=None)
@given(
    work=calendars(),
    start=starts,
    amount=st.integers(1, 15),
    unit=st.sampled_from([LimitUnit.DAY, LimitUnit.WORKING_DAY]),
    given_spans=spans,
)
def test_explained_days_are_as_many_as_the_limit_says(
    work: rules.WorkingTime, start: int, amount: int, unit: LimitUnit, given_spans: list[tuple[int, int]]
) -> None:
    terms = terms_of(start, TimeLimit(amount, unit), (), convention=Convention.DAY_END)
    said = rules.explain(work, terms)
    if not said.days_left_out:
        first = next(day for day in said.days if day.day == rules.day_at(rules.begins_at(work, terms)))
        assert first.reason is DayReason.FIRST_DAY
        counted = [day for day in said.days if day.counted]
        assert len(counted) >= amount if unit is LimitUnit.DAY else len(counted) == amount
        assert [day.total for day in counted] == list(range(1, len(counted) + 1))


@settings(max_examples=150, deadline=None)
@given(work=calendars(), start=starts, amount=st.integers(1, 10), more=st.integers(1, 10))
def test_an_extension_by_working_time_is_a_longer_limit(
    work: rules.WorkingTime, start: int, amount: int, more: int
) -> None:
    given_more = Extension(rules.to_moment(start), "apology", more=TimeLimit(more, LimitUnit.WORKING_HOUR))
    extended = terms_of(start, TimeLimit(amount, LimitUnit.WORKING_HOUR), (), extensions=(given_more,))
    whole = terms_of(start, TimeLimit(amount + more, LimitUnit.WORKING_HOUR), ())
    assert rules.due_of(work, extended) == rules.due_of(work, whole)


@settings(max_examples=100, deadline=None)
@given(work=calendars(), start=starts, lasting=st.integers(1, 8000), amount=st.integers(1, 10))
def test_a_restart_counts_the_whole_limit_from_the_end_of_the_pause(
    work: rules.WorkingTime, start: int, lasting: int, amount: int
) -> None:
    limit = TimeLimit(amount, LimitUnit.WORKING_DAY)
    pause = Pause(rules.to_moment(start), rules.to_moment(start + lasting), "supplement", restart=True)
    assert rules.due_of(work, terms_of(start, limit, (pause,))) == rules.due_of(
        work, terms_of(start + lasting, limit, ())
    )


@given(start=starts, lasting=st.integers(1, 8000), restart=st.booleans(), amount=st.integers(1, 100))
def test_pauses_and_extensions_survive_being_stored(start: int, lasting: int, restart: bool, amount: int) -> None:
    pause = Pause(rules.to_moment(start), rules.to_moment(start + lasting), "supplement", "R-20", "An", restart)
    assert Pause.from_data(pause.to_data()) == pause
    more = Extension(pause.start, "apology", more=TimeLimit(amount, LimitUnit.DAY), by="An")
    until = Extension(pause.start, "apology", until=pause.start + timedelta(minutes=lasting), by="An")
    for extension in (more, until):
        assert Extension.from_data(extension.to_data()) == extension
