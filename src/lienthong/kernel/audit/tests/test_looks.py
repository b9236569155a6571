"""Who looked at personal data is written down: before it is shown, in one statement, once an hour, for each batch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.audit import queries, services
from lienthong.kernel.audit.contracts import LookFilters, person_key
from lienthong.kernel.audit.extensions import purpose, purpose_label
from lienthong.kernel.audit.middleware import ReadsMiddleware
from lienthong.kernel.audit.models import AccessEntry
from lienthong.kernel.audit.rules import once_key

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
EVERYTHING = LookFilters()


@dataclass(frozen=True)
class Officer:
    """What audit asks of an actor; actors themselves are defined above it."""

    name: str = "Lê Thử"
    user_id: int | None = 7
    position: str = "Chuyên viên"
    agency_id: int | None = 3
    agency_name: str = "UBND phường"
    on_behalf_of: str = ""


ACTOR = Officer()


def note(*people: int, viewer: Officer = ACTOR, record: str = "H-1", why: str = "xem") -> None:
    services.note_reads(people=people, record=record, purpose=why, viewer=viewer)


def keep(*people: int, at: datetime = NOW, viewer: Officer = ACTOR, record: str = "H-1", why: str = "xem") -> None:
    with services.reading() as noted:
        note(*people, viewer=viewer, record=record, why=why)
    services.keep_reads(noted, now=at)


def ask(view: Callable[[], HttpResponse]) -> HttpResponse:
    return ReadsMiddleware(lambda _request: view())(HttpRequest())


def answered(status: int) -> HttpResponse:
    note(1, 2)
    note(2)
    return HttpResponse(status=status)


@pytest.mark.django_db
def test_what_a_request_showed_is_kept_in_one_statement() -> None:
    with CaptureQueriesContext(connection) as statements:
        ask(lambda: answered(200))
    assert len(statements) == 1
    assert set(AccessEntry.objects.values_list("person_key", flat=True)) == {person_key(1), person_key(2)}


@pytest.mark.django_db
def test_a_request_that_shows_nobody_costs_no_statement() -> None:
    with CaptureQueriesContext(connection) as statements:
        ask(HttpResponse)
    assert len(statements) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "kept"), [(200, 2), (422, 2), (409, 2), (302, 0), (304, 0), (403, 0), (404, 0), (500, 0)]
)
def test_only_what_was_shown_is_a_look(status: int, kept: int) -> None:
    ask(lambda: answered(status))
    assert AccessEntry.objects.count() == kept


def test_what_cannot_be_written_down_is_not_shown() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        ask(lambda: answered(200))


@pytest.mark.django_db
def test_a_reader_without_a_name_and_work_outside_a_request_note_nothing() -> None:
    keep(1, viewer=replace(ACTOR, name="", user_id=None))
    note(1)
    assert not AccessEntry.objects.exists()


@pytest.mark.django_db
def test_the_same_look_stands_once_an_hour() -> None:
    keep(1)
    keep(1, at=NOW + timedelta(minutes=59))
    assert AccessEntry.objects.count() == 1
    keep(1, at=NOW + timedelta(minutes=60))
    assert AccessEntry.objects.count() == 2


@pytest.mark.django_db
def test_another_reader_person_record_or_purpose_is_another_look() -> None:
    keep(1)
    keep(2)
    keep(1, record="H-2")
    keep(1, why="in")
    keep(1, viewer=replace(ACTOR, position="Lãnh đạo"))
    keep(1, viewer=replace(ACTOR, user_id=8))
    assert AccessEntry.objects.count() == 6


@given(st.integers(min_value=0, max_value=4_000_000_000), st.text())
def test_keys_are_equal_in_an_hour_and_grow_with_time(second: int, record: str) -> None:
    at = datetime.fromtimestamp(second, tz=UTC)
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = once_key(ACTOR, "party:1", record, "xem", at)
    assert key == once_key(ACTOR, "party:1", record, "xem", hour)
    assert key < once_key(ACTOR, "party:1", record, "xem", hour + timedelta(hours=1))


@pytest.mark.django_db
def test_an_export_is_written_down_batch_by_batch_before_it_leaves() -> None:
    rows = iter(range(1200))
    sent = services.noting(
        rows, whom=lambda batch: ((each, "") for each in batch), purpose="tệp", viewer=ACTOR, now=NOW
    )
    with CaptureQueriesContext(connection) as statements:
        assert next(sent) == 0
        assert AccessEntry.objects.count() == 500
        assert [*sent] == list(range(1, 1200))
    assert len([each for each in statements if "INSERT" in each["sql"]]) == 3
    assert AccessEntry.objects.count() == 1200


@pytest.mark.django_db
def test_an_empty_export_is_no_look() -> None:
    empty: list[int] = []
    assert [*services.noting(empty, whom=lambda _batch: (), purpose="tệp", viewer=ACTOR, now=NOW)] == []
    assert not AccessEntry.objects.exists()


@pytest.mark.django_db
def test_r60_the_person_concerned_reads_who_looked_newest_first() -> None:
    keep(1, at=NOW)
    keep(1, at=NOW + timedelta(hours=1), viewer=replace(ACTOR, on_behalf_of="Trần Trên"))
    keep(2)
    looks, more = queries.list_looks(filters=EVERYTHING, people={person_key(1)})
    assert [each.at for each in looks] == [NOW + timedelta(hours=1), NOW]
    assert not more
    look = looks[0]
    assert (look.actor, look.position, look.agency) == ("Lê Thử", "Chuyên viên", "UBND phường")
    assert (look.on_behalf_of, look.subject_key, look.purpose) == ("Trần Trên", "H-1", "xem")


@pytest.mark.django_db
def test_looks_are_narrowed_by_local_day_reader_and_person_and_come_in_pages() -> None:
    # 17:30 UTC is half past midnight of the next day in Vietnam.
    for day, hour in ((5, 16), (5, 17), (6, 16), (6, 17)):
        keep(1, at=datetime(2026, 10, day, hour, 30, tzinfo=UTC))
    on_the_6th = LookFilters(since=date(2026, 10, 6), until=date(2026, 10, 6))
    looks, _more = queries.list_looks(filters=on_the_6th)
    assert [look.at.hour for look in looks] == [16, 17]
    assert queries.list_looks(filters=LookFilters(who="lê th"))[0]
    assert not queries.list_looks(filters=LookFilters(who="khác"))[0]
    assert not queries.list_looks(filters=LookFilters(person=person_key(2)))[0]
    first, more = queries.list_looks(filters=EVERYTHING, limit=3)
    rest, none = queries.list_looks(filters=EVERYTHING, limit=3, page=2)
    assert (len(first), more, len(rest), none) == (3, True, 1, False)
    assert [*queries.stream_looks(filters=EVERYTHING)] == [*first, *rest]


def test_a_purpose_is_said_in_words_and_means_one_thing() -> None:
    code = purpose("audit.test", "Để thử")
    assert purpose("audit.test", "Để thử") == code
    assert (purpose_label(code), purpose_label("gone")) == ("Để thử", "gone")
    with pytest.raises(ValueError, match="two purposes"):
        purpose("audit.test", "Khác")
