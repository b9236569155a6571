"""Pauses, restarts and extensions by example (onestop sections 9.2, 9.3 and checklist 6, 7), and how they are told."""

from datetime import date, datetime

import pytest

from .. import rules
from ..contracts import ClockTerms, Convention, DayEntry, DayKind, DayReason, Extension, HeldClock, Pause, TimeLimit
from .test_rules_examples import minute, text, working_time


def at(said: str) -> datetime:
    return rules.to_moment(minute(said))


def pause(start: str, end: str | None, *, restart: bool = False, ground: str = "supplement") -> Pause:
    return Pause(at(start), at(end) if end else None, ground, restart=restart)


def terms(start: str, limit: str, *pauses: Pause, **more: object) -> ClockTerms:
    return ClockTerms(at(start), TimeLimit.parse(limit), pauses=pauses, **more)  # type: ignore[arg-type]  # as named there


def due(given: ClockTerms, work: rules.WorkingTime | None = None) -> str:
    return text(rules.due_of(work or working_time(), given))


F = ("08/10/2026 09:12", "10wd")
STOP, GO = "12/10/2026 10:00", "19/10/2026 14:30"


def test_examples_f_and_g() -> None:
    assert due(terms(*F, pause(STOP, GO))) == "29/10/2026 13:42"
    assert due(terms(*F, pause(STOP, GO, restart=True))) == "02/11/2026 14:30"


def test_an_open_pause_has_not_moved_the_due_date_yet() -> None:
    given = terms(*F, pause(STOP, None))
    assert due(given) == "22/10/2026 09:12"
    assert rules.explain(working_time(), given).stands_since == at(STOP)


def test_two_grounds_at_once_are_counted_once() -> None:
    both = terms(*F, pause(STOP, GO), pause("14/10/2026 08:00", "16/10/2026 16:00", ground="payment"))
    assert due(both) == "29/10/2026 13:42"


def test_a_pause_across_a_holiday_that_ends_after_hours_gives_back_working_time_only() -> None:
    work = working_time(DayEntry(date(2026, 10, 14), DayKind.HOLIDAY, "Ngày nghỉ của tỉnh"))
    given = terms("08/10/2026 09:12", "3wd", pause("13/10/2026 07:30", "15/10/2026 21:00"))
    assert due(given, work) == "16/10/2026 09:12"


@pytest.mark.parametrize(("limit", "convention", "expected"), [
    ("10d", Convention.HOUR_EXACT, "26/10/2026 17:30"),
    ("6wd", Convention.DAY_END, "23/10/2026 17:30"),
    ("1m", Convention.HOUR_EXACT, "16/11/2026 17:30"),
    ("48h", Convention.HOUR_EXACT, "10/10/2026 09:12"),
])  # fmt: skip
def test_limits_in_days_are_paused_in_days(limit: str, convention: Convention, expected: str) -> None:
    assert due(terms("08/10/2026 09:12", limit, pause(STOP, GO), convention=convention)) == expected


def test_more_time_is_added_to_the_due_date_and_a_new_date_replaces_it() -> None:
    more = Extension(at("13/10/2026 08:00"), "apology", more=TimeLimit.parse("2wd"))
    assert due(terms("08/10/2026 09:12", "3wd", extensions=(more,))) == "15/10/2026 09:12"
    by_day = terms("08/10/2026 09:12", "3wd", extensions=(more,), convention=Convention.DAY_END)
    assert due(by_day) == "15/10/2026 17:30"
    until = Extension(at("13/10/2026 08:00"), "apology", until=at("20/10/2026 16:00"))
    assert due(terms("08/10/2026 09:12", "3wd", extensions=(until,))) == "20/10/2026 16:00"
    days = Extension(at("13/10/2026 08:00"), "apology", more=TimeLimit.parse("2d"))
    assert due(terms("08/10/2026 09:12", "1d", extensions=(days,))) == "12/10/2026 17:30"


@pytest.mark.parametrize("given", [{}, {"more": TimeLimit.parse("1d"), "until": at("13/10/2026 08:00")},
                                   {"more": TimeLimit.parse("same_day")}])  # fmt: skip
def test_an_extension_that_says_nothing_or_too_much_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="time"):
        Extension(at("13/10/2026 08:00"), "apology", **given)  # type: ignore[arg-type]  # that is the mistake


def test_r39_what_came_in_after_closing_is_told_and_counted_from_the_next_start() -> None:
    said = rules.explain(working_time(), terms("09/10/2026 17:31", "1wd"))
    assert text(rules.to_minute(said.begins_at)) == "12/10/2026 07:30"
    assert text(rules.to_minute(said.due_at)) == "12/10/2026 17:30"
    rest = DayReason.WEEKLY_REST
    told = [(day.day.day, day.reason, day.counted) for day in said.days]
    assert told == [(10, rest, 0), (11, rest, 0), (12, DayReason.COUNTED, 480)]


def test_r39_a_day_taken_off_before_counting_begins_is_named() -> None:
    off = DayEntry(date(2026, 10, 12), DayKind.COMPENSATION, "Nghỉ bù của tỉnh", "QĐ 30", to_confirm=False)
    said = rules.explain(working_time(off), terms("09/10/2026 17:31", "1wd"))
    assert [day.entry for day in said.days if day.entry] == [off]
    assert text(rules.to_minute(said.due_at)) == "13/10/2026 17:30"


def test_an_explanation_names_the_holiday_the_rest_and_the_pause() -> None:
    holiday = DayEntry(date(2026, 10, 9), DayKind.HOLIDAY, "Ngày nghỉ của tỉnh", "QĐ 9", to_confirm=True)
    given = terms("08/10/2026 09:12", "2wd", pause("12/10/2026 07:30", "13/10/2026 07:30"))
    said = rules.explain(working_time(holiday), given)
    told = {day.day.day: (day.reason, day.counted) for day in said.days}
    assert told == {
        8: (DayReason.COUNTED, 378),
        9: (DayReason.OFF, 0),
        10: (DayReason.WEEKLY_REST, 0),
        11: (DayReason.WEEKLY_REST, 0),
        12: (DayReason.PAUSED, 0),
        13: (DayReason.COUNTED, 480),
        14: (DayReason.COUNTED, 102),
    }
    assert next(day.entry for day in said.days if day.day.day == 9) == holiday


def test_a_last_day_that_is_off_is_told() -> None:
    said = rules.explain(working_time(), terms("08/10/2026 09:00", "2d"))
    assert said.rolled_from == date(2026, 10, 10)
    assert said.days[0].reason is DayReason.FIRST_DAY


def test_a_long_limit_is_told_in_part() -> None:
    said = rules.explain(working_time(), terms("08/10/2026 09:00", "200wd"))
    assert (len(said.days), said.days_left_out > 0) == (120, True)


def test_what_happens_to_a_stored_due_date_when_a_day_is_taken_off() -> None:
    before = working_time()
    after = working_time(DayEntry(date(2026, 10, 9), DayKind.HOLIDAY, ""))
    given = terms("08/10/2026 09:12", "1wd")

    def fate(stored: str, said: ClockTerms | None = given) -> rules.Fate:
        return rules.fate_of(HeldClock(1, "", "", 1, at(stored), said), before, after)[0]

    assert fate("09/10/2026 09:12") is rules.Fate.MOVES
    assert fate("12/10/2026 09:12") is rules.Fate.MOVED
    assert fate("15/10/2026 09:12") is rules.Fate.KEPT
    assert fate("09/10/2026 09:12", None) is rules.Fate.SAME
    assert fate("05/10/2026 09:12", terms("02/10/2026 09:12", "1wd")) is rules.Fate.SAME
