"""Calendars in the database: made, changed, inherited, kept in memory."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.queries import list_history

from .. import queries, services
from ..contracts import CalendarEdit, CalendarNotFound, DayEntry, DayKind, NoWorkingTime, TimeLimit, WeekPeriod
from ..models import Calendar, CalendarDay
from ..queries import working_time

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)  # Thursday 09:12 in Vietnam
ACTOR = Actor.system("tests")
OFFICE = services.ensure_standard_calendar


def off(day: date) -> DayEntry:
    return DayEntry(day, DayKind.HOLIDAY, "Ngày nghỉ của tỉnh", "Quyết định thử")


def change(calendar_id: int, edit: CalendarEdit) -> None:
    uuid = services.propose_change(calendar_id=calendar_id, edit=edit, actor=ACTOR, now=NOW)
    services.apply_change(uuid=uuid, reason="QĐ 1", actor=ACTOR, now=NOW)


def set_off(calendar_id: int, day: date) -> None:
    change(calendar_id, CalendarEdit(days=(off(day),)))


def test_the_standard_calendar_is_made_once_with_the_national_days() -> None:
    first = OFFICE(name="Tỉnh")
    assert OFFICE(name="Tỉnh") == first
    assert CalendarDay.objects.filter(calendar_id=first).count() == len(services.read_national_days())
    assert queries.standard_day_minutes(calendar_id=first) == 480
    assert not queries.is_working_day(calendar_id=first, day=date(2026, 9, 2))
    assert queries.is_working_day(calendar_id=first, day=date(2026, 8, 22))
    assert queries.sessions_of(calendar_id=first, day=date(2026, 10, 8)) == ((450, 690), (810, 1050))


def test_an_existing_calendar_is_left_as_people_set_it() -> None:
    made = Calendar.objects.create(name="Riêng")
    assert OFFICE(name="Riêng") == made.pk
    assert not CalendarDay.objects.filter(calendar=made).exists()


def test_the_national_days_cover_2018_to_2027_and_mark_what_is_to_be_confirmed() -> None:
    days = services.read_national_days()
    assert {entry.day.year for entry in days} == set(range(2018, 2028))
    assert len({entry.day for entry in days}) == len(days)
    marked = {entry.day for entry in days if entry.to_confirm}
    assert {entry.day for entry in days if entry.day.year == 2027} <= marked
    assert date(2026, 1, 2) in marked
    assert date(2026, 9, 2) not in marked


def test_national_make_up_workdays_fall_on_weekends_and_days_off_by_swap_on_weekdays() -> None:
    for entry in services.read_national_days():
        if entry.kind is DayKind.MAKE_UP_WORKDAY:
            assert entry.day.isoweekday() >= 6
        if entry.kind in {DayKind.SWAP_OFF, DayKind.COMPENSATION}:
            assert entry.day.isoweekday() <= 5


def test_example_a_through_the_query() -> None:
    calendar_id = OFFICE(name="Tỉnh")
    due = queries.add_limit(calendar_id=calendar_id, start=NOW, limit=TimeLimit.parse("3wd"))
    assert due == datetime(2026, 10, 13, 2, 12, tzinfo=UTC)
    assert queries.working_minutes_between(calendar_id=calendar_id, start=NOW, end=due) == 3 * 480
    assert queries.add_working_minutes(calendar_id=calendar_id, start=NOW, minutes=3 * 480) == due
    assert queries.next_working_moment(calendar_id=calendar_id, at=NOW) == NOW


def test_a_day_set_is_seen_at_once_and_stands_in_the_history() -> None:
    calendar_id = OFFICE(name="Tỉnh")
    assert queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 9))
    set_off(calendar_id, date(2026, 10, 9))
    assert not queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 9))
    assert off(date(2026, 10, 9)) in queries.list_days(calendar_id=calendar_id, year=2026)
    change(calendar_id, CalendarEdit(removed_days=(date(2026, 10, 9),)))
    assert queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 9))
    lines = list_history(subject_type="calendars.calendar", subject_key=str(calendar_id))
    assert [line.data.get("removed_days") for line in lines] == [
        None,
        ["2026-10-09"],
    ]


def test_r38_a_child_inherits_and_hears_of_its_parents_changes() -> None:
    province = OFFICE(name="Tỉnh")
    commune = Calendar.objects.create(name="Xã", parent_id=province).pk
    assert queries.standard_day_minutes(calendar_id=commune) == 480
    set_off(province, date(2026, 10, 9))
    assert not queries.is_working_day(calendar_id=commune, day=date(2026, 10, 9))
    working = DayEntry(date(2026, 10, 9), DayKind.MAKE_UP_WORKDAY, "Xã vẫn làm việc")
    change(commune, CalendarEdit(days=(working,)))
    assert queries.is_working_day(calendar_id=commune, day=date(2026, 10, 9))
    assert not queries.is_working_day(calendar_id=province, day=date(2026, 10, 9))


def test_a_change_rolled_back_is_never_mistaken_for_the_next() -> None:
    calendar_id = OFFICE(name="Tỉnh")
    point = transaction.savepoint()
    set_off(calendar_id, date(2026, 10, 9))
    assert not queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 9))
    transaction.savepoint_rollback(point)
    set_off(calendar_id, date(2026, 10, 12))
    assert queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 9))
    assert not queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 12))


def test_a_change_by_another_process_is_seen_after_a_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar_id = OFFICE(name="Tỉnh")
    moment = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(working_time, "monotonic", lambda: moment.seconds)
    queries.forget()
    assert queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 9))
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(working_time, "forget", lambda: None)
        set_off(calendar_id, date(2026, 10, 9))
    assert queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 9))
    moment.seconds += working_time.SECONDS_BEFORE_ASKING_AGAIN
    assert not queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 9))
    queries.forget()


def test_a_known_calendar_costs_no_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    calendar_id = OFFICE(name="Tỉnh")
    queries.get_working_time(calendar_id=calendar_id)
    with django_assert_num_queries(0):
        queries.add_limit(calendar_id=calendar_id, start=NOW, limit=TimeLimit.parse("10wd"))


def test_hours_of_a_season_replace_the_calendars_own_and_end() -> None:
    calendar_id = OFFICE(name="Tỉnh")
    summer = WeekPeriod({1: ((420, 660),)}, date(2027, 4, 16), date(2027, 10, 15), "QĐ mùa hè")
    change(calendar_id, CalendarEdit(weeks=(summer,)))
    assert queries.sessions_of(calendar_id=calendar_id, day=date(2027, 6, 7)) == ((420, 660),)
    assert queries.sessions_of(calendar_id=calendar_id, day=date(2027, 6, 8)) == ()
    assert queries.standard_day_minutes(calendar_id=calendar_id, day=date(2027, 6, 7)) == 240
    assert queries.standard_day_minutes(calendar_id=calendar_id, day=date(2027, 10, 16)) == 480
    assert queries.standard_day_minutes(calendar_id=calendar_id) == 480
    change(calendar_id, CalendarEdit(removed_weeks=(date(2027, 4, 16),)))
    assert queries.standard_day_minutes(calendar_id=calendar_id, day=date(2027, 6, 7)) == 480


def test_refusals_name_the_trouble() -> None:
    with pytest.raises(CalendarNotFound):
        queries.is_working_day(calendar_id=0, day=date(2026, 10, 9))
    with pytest.raises(CalendarNotFound):
        services.import_days(calendar_id=0, days=[])
    empty = Calendar.objects.create(name="Trống").pk
    with pytest.raises(NoWorkingTime):
        queries.add_working_minutes(calendar_id=empty, start=NOW, minutes=1)


def test_the_database_refuses_two_entries_of_one_day() -> None:
    calendar_id = OFFICE(name="Tỉnh")
    with pytest.raises(IntegrityError):
        CalendarDay.objects.create(calendar_id=calendar_id, date=date(2026, 9, 2), kind="holiday", name="Hai lần")
