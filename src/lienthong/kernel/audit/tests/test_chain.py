"""The chain names what was changed, removed, inserted or swapped, and tells retention and lateness from tampering."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from lienthong.kernel.audit import extensions, queries, services
from lienthong.kernel.audit.contracts import Finding, FindingKind, Log, NotSettled, StampVerdict
from lienthong.kernel.audit.models import AccessEntry, AuditBlock, AuditDay, HistoryEntry
from lienthong.kernel.audit.rules import FIRST, day_head
from lienthong.kernel.audit.rules.chain import Sealed

from .test_history import ACTOR, look, write

pytestmark = pytest.mark.django_db
# Noon in Vietnam on the first of three days, long enough ago that looks may be removed.
FIRST_DAY = date(2023, 10, 4)
NOON = datetime(2023, 10, 4, 5, 0, tzinfo=UTC)
TABLES = {Log.HISTORY: "audit_historyentry", Log.LOOKS: "audit_accessentry"}
NOTES = {FindingKind.UNSTAMPED, FindingKind.BEHIND, FindingKind.RETIRED}


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("lienthong.kernel.audit.services.close_days"), "BLOCK_ROWS", 3)
    monkeypatch.setattr(extensions, "_STAMPERS", [])


@pytest.fixture
def three_days(db: None) -> datetime:
    """Write seven acts and five looks on each of three days, close them, and return a moment of the fourth."""
    for day in range(3):
        for number in range(7):
            write(key=str(number), at=NOON + timedelta(days=day, minutes=number))
        for number in range(5):
            look(number, at=NOON + timedelta(days=day, hours=number))
        services.close_days(now=NOON + timedelta(days=day + 1), patience=0)
    return NOON + timedelta(days=3)


@contextmanager
def triggers_off() -> Iterator[Any]:
    """Tamper as one does who has the whole database."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


def findings(now: datetime, **asked: Any) -> list[Finding]:
    return [each for each in services.check_chain(now=now, **asked) if each.kind not in NOTES]


def rows_of(log: Log) -> list[int]:
    model = HistoryEntry if log is Log.HISTORY else AccessEntry
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


def test_days_are_closed_in_order_once_and_hold(three_days: datetime) -> None:
    days = list(AuditDay.objects.order_by("number"))
    assert [(row.number, row.day, row.history_rows, row.looks_rows) for row in days] == [
        (number + 1, FIRST_DAY + timedelta(days=number), 7, 5) for number in range(3)
    ]
    assert [bytes(row.previous) for row in days] == [FIRST, *(bytes(row.head) for row in days[:2])]
    assert services.close_days(now=three_days) == ()
    assert findings(three_days) == []
    said: list[int] = []
    assert list(services.check_chain(now=three_days, tell=said.append)) == [
        Finding(FindingKind.UNSTAMPED, row.day) for row in days
    ]
    assert sum(said) == 36


def test_days_without_work_are_closed_too_and_today_is_not(three_days: datetime) -> None:
    assert len(services.close_days(now=three_days + timedelta(days=4))) == 4
    assert AuditDay.objects.order_by("-number")[0].day == date(2023, 10, 10)
    assert findings(three_days + timedelta(days=4)) == []
    state = queries.where_it_stands()
    assert (state.days, state.last_day, state.open_history, state.unstamped) == (7, date(2023, 10, 10), 0, 7)


def test_nothing_is_closed_before_anything_was_written() -> None:
    assert services.close_days(now=NOON) == ()
    write(at=NOON)
    assert services.close_days(now=NOON) == ()


def test_what_is_written_late_is_counted_the_next_day_and_is_no_tampering(three_days: datetime) -> None:
    write("test.late", at=NOON)
    write("test.on_time", at=three_days)
    services.close_days(now=three_days + timedelta(days=1))
    last = AuditDay.objects.order_by("-number")[0]
    assert (last.history_rows, last.late_history, last.late_looks) == (2, 1, 0)
    assert findings(three_days + timedelta(days=1)) == []


def test_a_clock_that_is_ahead_does_not_stop_the_chain(three_days: datetime) -> None:
    write("test.ahead", at=three_days + timedelta(days=900))
    write("test.today", at=three_days)
    services.close_days(now=three_days + timedelta(days=1))
    assert queries.where_it_stands().open_history == 0
    assert findings(three_days + timedelta(days=1)) == []


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(log=st.sampled_from(Log), place=st.integers(0, 20), other=st.integers(0, 20), what=st.sampled_from(
    ["change", "note", "time", "actor", "remove", "insert", "swap"]
))  # fmt: skip
def test_any_single_tampering_is_found_and_named(
    three_days: datetime, log: Log, place: int, other: int, what: str
) -> None:
    ids = rows_of(log)
    row, second = ids[place % len(ids)], ids[other % len(ids)]
    table, expected = TABLES[log], {(FindingKind.CHANGED, row)}
    point = transaction.savepoint()
    with triggers_off() as cursor:
        if what == "remove":
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row])  # noqa: S608  a constant
            expected = {(FindingKind.REMOVED, row)}
        elif what == "insert":
            # A number is made free between two others, as a transaction that was taken back leaves one.
            cursor.execute(f"UPDATE {table} SET id = -id WHERE id = %s", [row])  # noqa: S608  a constant
            copied = "subject_key, actor_name, position, agency_name, on_behalf_of, at"
            more, values = ("subject_type, act, note, data", "'t', 'a', '', '{}'")
            if log is Log.LOOKS:
                more, values = ("person_key, purpose", "'party:9', 'p'")
            cursor.execute(
                f"INSERT INTO {table} (id, {copied}, {more}) SELECT %s, {copied}, {values} FROM {table} WHERE id = %s",  # noqa: S608
                [row, -row],
            )
            expected = {(FindingKind.CHANGED, row)}
        elif what == "swap":
            cursor.execute(f"UPDATE {table} SET id = -id WHERE id IN (%s, %s)", [row, second])  # noqa: S608  a constant
            cursor.execute(
                f"UPDATE {table} SET id = CASE id WHEN %s THEN %s ELSE %s END WHERE id < 0",  # noqa: S608  a constant
                [-row, second, row],
            )
            expected = {(FindingKind.CHANGED, each) for each in (row, second)} if row != second else set()
        else:
            column = {"change": "subject_key = subject_key || '!'", "time": "at = at + interval '1 microsecond'",
                      "actor": "actor_id = NULL", "note": "agency_name = 'khác'"}[what]  # fmt: skip
            cursor.execute(f"UPDATE {table} SET {column} WHERE id = %s", [row])  # noqa: S608  a constant
    found = findings(three_days)
    transaction.savepoint_rollback(point)
    assert {(each.kind, each.row) for each in found} == expected
    assert all(each.log is log and each.day == day_of(log, each.row or 0) for each in found)


def day_of(log: Log, row: int) -> date:
    column = "history_upto" if log is Log.HISTORY else "looks_upto"
    return AuditDay.objects.filter(**{f"{column}__gte": row}).order_by("number")[0].day


def test_a_row_put_where_no_row_was_is_named(three_days: datetime) -> None:
    # A transaction that is taken back leaves its number free.
    point = transaction.savepoint()
    write("test.gone", at=three_days)
    transaction.savepoint_rollback(point)
    write("test.after", at=three_days)
    services.close_days(now=three_days + timedelta(days=1))
    free = rows_of(Log.HISTORY)[-1] - 1
    with triggers_off() as cursor:
        cursor.execute(
            "INSERT INTO audit_historyentry (id, subject_type, subject_key, act, at, actor_name, position, agency_name,"
            " on_behalf_of, note, data) VALUES (%s, 't', 'k', 'a', %s, 'Ai', '', '', '', '', '{}')",
            [free, three_days],
        )
    (found,) = findings(three_days + timedelta(days=1))
    assert (found.kind, found.row, found.day) == (FindingKind.INSERTED, free, date(2023, 10, 7))
    assert found.detail.startswith("a, k, 2023-10-07T05:00:00")


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE audit_auditblock SET digests = set_byte(digests, 5, get_byte(digests, 5) # 1)", FindingKind.SEAL),
        ("UPDATE audit_auditblock SET ids = ids || ids", FindingKind.SEAL),
        ("DELETE FROM audit_auditblock WHERE number = 1", FindingKind.SEAL),
        ("UPDATE audit_auditday SET head = sha256('x')", FindingKind.DAY),
        ("UPDATE audit_auditday SET history_rows = 8 WHERE number = 2", FindingKind.DAY),
        ("DELETE FROM audit_auditday WHERE number = 2", FindingKind.MISSING_DAY),
        ("DELETE FROM audit_auditday WHERE number = 1", FindingKind.MISSING_DAY),
    ],
)
def test_what_is_kept_of_the_chain_itself_is_protected_too(
    three_days: datetime, statement: str, kind: FindingKind
) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with triggers_off() as cursor:
        cursor.execute(statement)
    assert findings(three_days)[0].kind is kind


class Stamper:
    """Stamps by turning the digest round; fails when it is told to."""

    def __init__(self) -> None:
        self.down = False

    def stamp(self, *, digest: bytes, now: datetime) -> bytes:
        """Return the digest backwards."""
        del now
        if self.down:
            raise OSError("no line")
        return digest[::-1]

    def verify(self, *, token: bytes, digest: bytes) -> StampVerdict:
        """Compare."""
        return StampVerdict(token == digest[::-1], NOON, "Thử")


def test_whoever_computes_a_day_anew_is_given_away_by_its_stamp_or_its_copy(three_days: datetime) -> None:
    stamper = Stamper()
    extensions.stamp_days_by(stamper)
    stamper.down = True
    assert services.stamp_days(now=three_days) == 0
    stamper.down = False
    assert services.stamp_days(now=three_days) == 3
    assert services.stamp_days(now=three_days) == 0
    assert [*services.check_chain(now=three_days)] == []
    row = AuditDay.objects.get(number=3)
    kept = {row.day: bytes(row.head).hex()}
    logs = {"history": Sealed(row.history_upto, 6, FIRST), "looks": Sealed(row.looks_upto, row.looks_rows, FIRST)}
    head = day_head(previous=bytes(row.previous), number=3, day=row.day, logs=logs)
    with triggers_off() as cursor:
        cursor.execute(
            "UPDATE audit_auditday SET history_rows = 6, history_link = %s, looks_link = %s, head = %s"
            " WHERE number = 3",
            [FIRST, FIRST, head],
        )
    kinds = [each.kind for each in findings(three_days, kept=kept)]
    assert {FindingKind.STAMP, FindingKind.KEPT} <= set(kinds)
    assert FindingKind.DAY not in kinds


def test_only_the_days_asked_for_are_checked(three_days: datetime) -> None:
    first, *_rest, last = rows_of(Log.HISTORY)
    with triggers_off() as cursor:
        cursor.execute("UPDATE audit_historyentry SET note = 'khác' WHERE id IN (%s, %s)", [first, last])
    assert [each.row for each in findings(three_days)] == [first, last]
    assert [each.row for each in findings(three_days, since=FIRST_DAY + timedelta(days=1))] == [last]
    assert [each.row for each in findings(three_days, until=FIRST_DAY)] == [first]


def test_a_chain_whose_end_was_cut_off_says_that_it_is_behind(three_days: datetime) -> None:
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_auditday WHERE number = 3")
    kinds = [each.kind for each in services.check_chain(now=three_days, kept={date(2023, 10, 6): "00"})]
    assert FindingKind.BEHIND in kinds
    assert FindingKind.MISSING_DAY in kinds


def test_looks_whose_time_is_over_go_and_are_told_from_tampering(three_days: datetime, settings: Settings) -> None:
    settings.AUDIT_KEEP_LOOKS_DAYS = 730
    later = NOON + timedelta(days=731)
    assert services.remove_looks(actor=ACTOR, now=three_days, seconds=30) == 0
    assert services.remove_looks(actor=ACTOR, now=later, seconds=30) == 5
    assert services.remove_looks(actor=ACTOR, now=later, seconds=30) == 0
    assert AccessEntry.objects.count() == 10
    entry = HistoryEntry.objects.get(act="audit.looks.remove")
    assert (entry.subject_key, entry.data["rows"]) == ("2023-10-04", 5)
    assert findings(three_days) == []
    assert Finding(FindingKind.RETIRED, FIRST_DAY, Log.LOOKS, count=5) in list(services.check_chain(now=three_days))
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_accessentry WHERE id = (SELECT min(id) FROM audit_accessentry)")
    (found,) = findings(three_days)
    assert (found.kind, found.day) == (FindingKind.REMOVED, FIRST_DAY + timedelta(days=1))


def test_no_look_younger_than_a_year_is_removed_by_anybody() -> None:
    look(1, at=datetime.now(UTC) - timedelta(days=300))
    look(1, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lienthong.retention = 'on'")
        cursor.execute("DELETE FROM audit_accessentry WHERE at < now() - interval '1 year'")
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            cursor.execute("DELETE FROM audit_accessentry")
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            cursor.execute("UPDATE audit_accessentry SET purpose = 'khác'")
    assert AccessEntry.objects.count() == 1


def test_the_command_closes_checks_and_exports(
    three_days: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: three_days)
    said = StringIO()
    call_command("audit", "close", stdout=said)
    call_command("audit", "verify", stdout=said)
    assert said.getvalue().endswith("the chain holds\n")
    exported = StringIO()
    call_command("audit", "export", "2023-10-05", stdout=exported)
    file = tmp_path / "day.jsonl"
    file.write_text(exported.getvalue())
    call_command("audit", "verify", "--kept", str(file), stdout=said)
    row = rows_of(Log.HISTORY)[8]
    with triggers_off() as cursor:
        cursor.execute("UPDATE audit_historyentry SET act = 'khác' WHERE id = %s", [row])
    with pytest.raises(CommandError, match=rf"first: 2023-10-05: row {row} of history was changed"):
        call_command("audit", "verify", stdout=said)
    call_command("audit", "verify", "--to", "2023-10-04", stdout=said)
    for wrong in (["export", "2030-01-01"], ["verify", "--kept", str(tmp_path / "none")]):
        with pytest.raises(CommandError):
            call_command("audit", *wrong, stdout=said)


@pytest.mark.django_db(transaction=True)
def test_a_day_waits_for_transactions_that_are_still_open() -> None:
    write(at=NOON)
    written, over = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            write("test.slow", at=NOON)
            written.set()
            over.wait(30)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    written.wait(30)
    write("test.quick", at=NOON)
    tomorrow = NOON + timedelta(days=1)
    with pytest.raises(NotSettled):
        services.close_days(now=tomorrow, patience=0)
    assert not AuditDay.objects.exists()
    assert not AuditBlock.objects.exists()
    over.set()
    slow.join()
    services.close_days(now=tomorrow, patience=30)
    assert AuditDay.objects.get().history_rows == 3


def test_a_check_on_screen_keeps_what_it_found(three_days: datetime) -> None:
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_accessentry WHERE id = %s", [rows_of(Log.LOOKS)[0]])
    uuid = services.ask_for_check(since=None, until=None, actor=ACTOR, now=three_days)
    waiting = queries.find_check(uuid=uuid)
    assert waiting is not None
    assert (waiting.state, waiting.percent, waiting.starter) == ("waiting", 0, "Lê Thử")
    from lienthong.kernel.audit.models import AuditCheck

    for _twice in range(2):
        services.run_check(check_id=AuditCheck.objects.get().pk, clock=lambda: three_days)
    done = queries.find_check(uuid=uuid)
    assert done is not None
    assert (done.state, done.percent, done.rows, done.rows_checked, done.tampered) == ("done", 100, 36, 36, 1)
    assert done.findings[0].kind is FindingKind.REMOVED
