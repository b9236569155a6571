"""Until when papers are handed on, held against what the law says in words (R-18)."""

from datetime import datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .. import rules
from ..contracts import LOCAL_ZONE, DayEntry, DayKind, WeekPeriod
from .strategies import calendars, starts

CUTOFF = time(15, 0)
MORNING, AFTERNOON = (450, 690), (810, 1050)
FRIDAY_OFF = datetime(2026, 10, 16, tzinfo=LOCAL_ZONE).date()


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL_ZONE)


def office() -> rules.WorkingTime:
    week = dict.fromkeys(range(1, 6), (MORNING, AFTERNOON)) | {6: (MORNING,)}
    days = {FRIDAY_OFF: DayEntry(FRIDAY_OFF, DayKind.HOLIDAY, "")}
    return rules.WorkingTime(rules.layers_of(weeks=[WeekPeriod(week)], days=days))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("08/10/2026 09:12", "08/10/2026 17:30"),  # a Thursday
        ("08/10/2026 15:00", "08/10/2026 17:30"),
        ("08/10/2026 15:01", "09/10/2026 08:30"),
        ("08/10/2026 19:40", "09/10/2026 08:30"),
        ("08/10/2026 05:00", "08/10/2026 17:30"),
        ("09/10/2026 16:00", "10/10/2026 08:30"),  # the next day is a Saturday with a morning
        ("10/10/2026 10:00", "10/10/2026 11:30"),
        ("10/10/2026 14:00", "12/10/2026 08:30"),  # before the cutoff, but nobody works any more
        ("11/10/2026 10:00", "12/10/2026 17:30"),  # a Sunday: received when work begins again
        ("15/10/2026 15:30", "17/10/2026 08:30"),  # before a holiday
    ],
)
def test_r18_the_same_day_until_the_cutoff_else_the_beginning_of_the_next(received: str, due: str) -> None:
    start = rules.to_minute(moment(received))
    assert rules.hand_on_by(office(), start, cutoff=CUTOFF, beginning=60) == rules.to_minute(moment(due))


@settings(max_examples=200, deadline=None)
@given(work=calendars(), start=starts, cutoff=st.times(), beginning=st.integers(0, 240))
def test_r18_it_is_due_when_somebody_works_and_by_the_end_of_the_next_working_day(
    work: rules.WorkingTime, start: int, cutoff: time, beginning: int
) -> None:
    due = rules.hand_on_by(work, start, cutoff=cutoff, beginning=beginning)
    day = rules.day_at(start)
    assert start <= due <= work.end_of_working_day(day, skip=1 if work.is_working_day(day) else 0)
    assert work.next_moment(due) == due or work.between(due - 1, due) == 1
    received = datetime.fromtimestamp(start * 60, LOCAL_ZONE).time()
    if work.is_working_day(day) and received > cutoff:
        assert due >= work.end_of_working_day(day)


@settings(max_examples=200, deadline=None)
@given(work=calendars(), start=starts, cutoff=st.times(), beginning=st.integers(0, 240))
def test_r18_a_later_cutoff_never_gives_more_time_than_a_day_that_is_over(
    work: rules.WorkingTime, start: int, cutoff: time, beginning: int
) -> None:
    due = rules.hand_on_by(work, start, cutoff=cutoff, beginning=beginning)
    same_day = rules.hand_on_by(work, start, cutoff=time.max, beginning=beginning)
    next_day = rules.hand_on_by(work, start, cutoff=time.min, beginning=beginning)
    assert due in {same_day, next_day}


@settings(max_examples=200, deadline=None)
@given(work=calendars(), first=starts, second=starts, cutoff=st.times(), beginning=st.integers(0, 240))
def test_r18_who_received_earlier_is_due_no_later_on_working_days(
    work: rules.WorkingTime, first: int, second: int, cutoff: time, beginning: int
) -> None:
    early, late = sorted((first, second))
    if work.is_working_day(rules.day_at(early)) and work.is_working_day(rules.day_at(late)):
        due = [rules.hand_on_by(work, each, cutoff=cutoff, beginning=beginning) for each in (early, late)]
        assert due[0] <= due[1]
