"""The worked examples of the domain reference (onestop §9.2), one test each, and the rules around them."""

from datetime import date, datetime, time

import pytest

from .. import rules
from ..contracts import LOCAL_ZONE, Convention, DayEntry, DayKind, TimeLimit

OFFICE = rules.read_sessions([["07:30", "11:30"], ["13:30", "17:30"]])
WEEK = dict.fromkeys(range(1, 6), OFFICE)


def working_time(*entries: DayEntry, week: rules.WeekHours = WEEK) -> rules.WorkingTime:
    return rules.WorkingTime((rules.Layer(week=week, days={entry.day: entry for entry in entries}),))


def minute(text: str) -> int:
    return rules.to_minute(datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL_ZONE))


def text(at: int) -> str:
    return rules.to_moment(at).astimezone(LOCAL_ZONE).strftime("%d/%m/%Y %H:%M")


def due(
    start: str,
    limit: str,
    work: rules.WorkingTime | None = None,
    convention: Convention = Convention.HOUR_EXACT,
    cutoff: time = time(15),
) -> str:
    parsed = TimeLimit.parse(limit)
    return text(
        rules.add_limit(work or working_time(), minute(start), parsed, convention=convention, cutoff=cutoff),
    )


def test_example_a_three_working_days_keep_the_hour() -> None:
    assert due("08/10/2026 09:12", "3wd") == "13/10/2026 09:12"


def test_example_b_one_working_day_from_the_afternoon() -> None:
    assert due("08/10/2026 15:40", "1wd") == "09/10/2026 15:40"


def test_example_c_holidays_are_not_counted() -> None:
    # The example knows only 1-2/9 as holidays, and so Monday 31/08 as an ordinary day.
    national = [DayEntry(date(2026, 9, day), DayKind.HOLIDAY, "Quốc khánh") for day in (1, 2)]
    assert due("28/08/2026 16:00", "2wd", working_time(*national)) == "03/09/2026 16:00"


def test_example_d_filed_online_on_saturday_night_starts_on_monday() -> None:
    assert text(working_time().next_moment(minute("10/10/2026 21:05"))) == "12/10/2026 07:30"
    assert due("10/10/2026 21:05", "3wd") == "14/10/2026 17:30"


def test_example_e_working_hours_go_on_the_next_morning() -> None:
    assert due("08/10/2026 16:00", "4wh") == "09/10/2026 10:00"


def test_example_f_a_pause_moves_the_due_date_by_its_working_time() -> None:
    work = working_time()
    assert due("08/10/2026 09:12", "10wd") == "22/10/2026 09:12"
    paused = work.between(minute("12/10/2026 10:00"), minute("19/10/2026 14:30"))
    assert paused == 42 * 60 + 30
    assert text(work.add(minute("22/10/2026 09:12"), paused)) == "29/10/2026 13:42"


def test_example_g_a_restart_counts_the_whole_limit_again() -> None:
    assert due("19/10/2026 14:30", "10wd") == "02/11/2026 14:30"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("08/10/2026 06:00", "08/10/2026 07:30"),
        ("08/10/2026 07:30", "08/10/2026 07:30"),
        ("08/10/2026 11:29", "08/10/2026 11:29"),
        ("08/10/2026 11:30", "08/10/2026 13:30"),
        ("08/10/2026 17:30", "09/10/2026 07:30"),
        ("09/10/2026 20:00", "12/10/2026 07:30"),
        ("31/12/2027 20:00", "03/01/2028 07:30"),
    ],
)
def test_r39_reception_outside_working_time_counts_from_the_next_start(start: str, expected: str) -> None:
    assert text(working_time().next_moment(minute(start))) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("08/10/2026 07:00", "08/10/2026 17:30"),
        ("08/10/2026 15:00", "08/10/2026 17:30"),
        ("08/10/2026 15:01", "09/10/2026 17:30"),
        ("08/10/2026 18:00", "09/10/2026 17:30"),
        ("09/10/2026 15:01", "12/10/2026 17:30"),
        ("10/10/2026 21:05", "12/10/2026 17:30"),
    ],
)
def test_r40_same_day_until_the_cutoff_and_next_working_day_after(start: str, expected: str) -> None:
    assert due(start, "same_day") == expected


def test_r40_the_cutoff_is_a_parameter() -> None:
    assert due("08/10/2026 15:30", "same_day", cutoff=time(16)) == "08/10/2026 17:30"


def test_convention_b_ends_with_the_last_working_day_and_does_not_count_the_first() -> None:
    assert due("08/10/2026 09:12", "3wd", convention=Convention.DAY_END) == "13/10/2026 17:30"
    assert due("08/10/2026 07:30", "1wd", convention=Convention.DAY_END) == "09/10/2026 17:30"


def test_calendar_days_do_not_count_the_first_and_move_off_days_off() -> None:
    assert due("06/10/2026 09:00", "2d") == "08/10/2026 17:30"
    assert due("08/10/2026 09:00", "2d") == "12/10/2026 17:30"


def test_months_end_on_the_same_day_number_or_the_last_of_the_month() -> None:
    assert due("08/10/2026 09:00", "1m") == "09/11/2026 17:30"  # 8/11 is a Sunday
    assert due("29/01/2027 09:00", "1m") == "01/03/2027 17:30"  # 28/2 is a Sunday
    assert rules.later_month(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert rules.later_month(date(2027, 12, 31), 2) == date(2028, 2, 29)


def test_hours_of_the_clock_run_through_the_night() -> None:
    assert due("09/10/2026 16:00", "24h") == "10/10/2026 16:00"


def test_a_make_up_saturday_is_a_standard_day_and_the_swapped_day_is_off() -> None:
    work = working_time(
        DayEntry(date(2026, 8, 22), DayKind.MAKE_UP_WORKDAY, "Làm bù"),
        DayEntry(date(2026, 8, 31), DayKind.SWAP_OFF, "Hoán đổi"),
    )
    assert due("21/08/2026 10:00", "1wd", work) == "22/08/2026 10:00"
    assert due("28/08/2026 10:00", "1wd", work) == "01/09/2026 10:00"


def test_a_half_day_counts_its_first_session_or_its_own_hours() -> None:
    plain = working_time(DayEntry(date(2026, 10, 9), DayKind.HALF_DAY, "Nghỉ chiều"))
    assert due("08/10/2026 13:30", "1wd", plain) == "09/10/2026 11:30"
    own = working_time(DayEntry(date(2026, 10, 9), DayKind.HALF_DAY, "Nghỉ sáng", hours=((810, 1050),)))
    assert due("08/10/2026 13:30", "1wd", own) == "09/10/2026 17:30"


def test_a_saturday_morning_is_working_time_only_if_the_calendar_says_so() -> None:
    with_saturday = working_time(week={**WEEK, 6: OFFICE[:1]})
    assert with_saturday.is_working_day(date(2026, 10, 10))
    assert not working_time().is_working_day(date(2026, 10, 10))
    assert with_saturday.standard_minutes() == 480


def test_r38_a_calendar_inherits_days_and_hours_and_is_effective_dated() -> None:
    holiday = DayEntry(date(2026, 10, 9), DayKind.HOLIDAY, "Ngày nghỉ của tỉnh")
    province = rules.Layer(week=WEEK, days={holiday.day: holiday})
    summer = rules.Layer(
        week=dict.fromkeys(range(1, 6), rules.read_sessions([["07:00", "11:00"]])),
        days={},
        valid_from=date(2026, 6, 1),
        valid_to=date(2026, 8, 31),
    )
    work = rules.WorkingTime((summer, rules.Layer(week={}, days={}), province))
    assert work.sessions(date(2026, 8, 31)) == ((420, 660),)
    assert work.sessions(date(2026, 9, 1)) == OFFICE
    assert work.sessions(holiday.day) == ()
    assert work.standard_minutes(date(2026, 7, 1)) == 240
    assert work.standard_minutes(date(2026, 10, 1)) == 480


def test_a_calendar_without_working_time_says_so() -> None:
    empty = working_time(week={})
    for amount in (1, 0, -1):
        with pytest.raises(rules.CalendarIsSilentError):
            empty.add(0, amount)
    with pytest.raises(rules.CalendarIsSilentError):
        empty.end_of_working_day(date(2026, 1, 1))


@pytest.mark.parametrize("form", ["3wd", "4wh", "10d", "1m", "24h", "90wmin", "same_day"])
def test_r7_a_time_limit_is_written_as_it_is_read(form: str) -> None:
    assert str(TimeLimit.parse(form)) == form


@pytest.mark.parametrize(
    "form", ["", "wd", "0wd", "-1d", "1.5wd", "3 wd", "3wdx", "99999d", "٣wd", "2same_day", "9" * 50]
)
def test_what_is_no_time_limit_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="time limit"):
        TimeLimit.parse(form)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {"8": []},
        {"1": "07:30"},
        {"1": [["07:30"]]},
        {"1": [["11:30", "07:30"]]},
        {"1": [["07:30", "11:30"], ["11:00", "12:00"]]},
        {"1": [["7:30", "11:30"]]},
        {"1": [["07:30", "25:00"]]},
        {"1": [[450, 690]]},
    ],
)
def test_hours_that_are_not_sound_are_refused(stored: object) -> None:
    with pytest.raises(ValueError, match="not "):
        rules.read_week(stored)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rules.to_minute(datetime(2026, 10, 8))  # noqa: DTZ001  that is the mistake
