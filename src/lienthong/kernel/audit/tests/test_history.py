"""The history and the log of looks only grow; the database itself refuses anything else."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from lienthong.kernel.audit import queries, services
from lienthong.kernel.audit.models import AccessEntry, HistoryEntry

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)


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
pytestmark = pytest.mark.django_db


def write(act: str = "test.do", *, key: str = "1", at: datetime = NOW) -> None:
    services.record(subject_type="test", subject_key=key, act=act, actor=ACTOR, now=at, note="vì sao", data={"a": 1})


def look(person: int = 1, *, at: datetime = NOW, record: str = "H-1") -> None:
    with services.reading() as noted:
        services.note_reads(people=(person,), record=record, purpose="xem số", viewer=ACTOR)
    services.keep_reads(noted, now=at)


@pytest.mark.parametrize("table", ["audit_historyentry", "audit_accessentry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET actor_name = 'khác'", "DELETE FROM {}"])
def test_r11_entries_are_neither_changed_nor_removed(table: str, statement: str) -> None:
    write()
    look()
    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert (HistoryEntry.objects.count(), AccessEntry.objects.count()) == (1, 1)


def test_history_is_read_in_the_order_it_was_written() -> None:
    write("test.first", at=NOW)
    write("test.second", at=NOW)
    write("test.other", key="2")
    read = queries.list_history(subject_type="test", subject_key="1")
    assert [line.act for line in read] == ["test.first", "test.second"]
    newest = queries.list_history(subject_type="test", subject_key="1", limit=1, newest_first=True)
    assert [line.act for line in newest] == ["test.second"]


def test_an_entry_says_who_in_which_capacity_and_why() -> None:
    write()
    (line,) = queries.list_history(subject_type="test", subject_key="1")
    assert (line.actor, line.position, line.agency) == ("Lê Thử", "Chuyên viên", "UBND phường")
    assert (line.note, line.data, line.at) == ("vì sao", {"a": 1}, NOW)
