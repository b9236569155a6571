"""Numbers without gaps or doubles, alone and in a crowd."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from django.db import DatabaseError, connection, transaction

from lienthong.kernel.acts.contracts import Actor, Invalid

from .. import queries, services
from ..contracts import BookKey, NumberAlreadyVoid, NumberNotGiven, ReasonMissing
from ..models import VoidedNumber
from ..services import Reservation

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)
BOOK = BookKey("decision", 12, "2026")
ACTOR = Actor.system("tests")
Answer = TypeVar("Answer")


class OnPurposeError(Exception):
    """Ends a transaction after its number was given."""


def fail_every_third(turn: int) -> None:
    """Fail as a refusal later in a transaction does."""
    if turn % 3 == 0:
        raise OnPurposeError


def in_crowd(work: Callable[[int], Answer], times: int) -> list[Answer]:
    """Run the work so many times on real connections, eight at once."""

    def one(turn: int) -> Answer:
        try:
            return work(turn)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(times)))


def take(_turn: int) -> int:
    with transaction.atomic():
        return services.next_number(book=BOOK, now=NOW)


@pytest.mark.django_db
def test_numbers_count_from_one_by_book_agency_and_period() -> None:
    assert [take(0), take(1), take(2)] == [1, 2, 3]
    assert services.next_number(book=BookKey("decision", 12, "2027"), now=NOW) == 1
    assert services.next_number(book=BookKey("decision", 13, "2026"), now=NOW) == 1
    assert services.next_number(book=BookKey("permit", 12, "2026"), now=NOW) == 1
    assert queries.get_last_number(book=BOOK) == 3
    assert queries.get_last_number(book=BookKey("none", 1, "2026")) == 0


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_leave_neither_gap_nor_double() -> None:
    assert sorted(in_crowd(take, 200)) == list(range(1, 201))


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_no_gap() -> None:
    def sometimes(turn: int) -> int | None:
        try:
            with transaction.atomic():
                number = services.next_number(book=BOOK, now=NOW)
                fail_every_third(turn)
        except OnPurposeError:
            return None
        return number

    kept = [number for number in in_crowd(sometimes, 90) if number is not None]
    assert sorted(kept) == list(range(1, 61))


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        services.next_number(book=BOOK, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_r34_dossier_codes_of_two_hundred_at_once() -> None:
    def code(_turn: int) -> str:
        with transaction.atomic():
            return services.next_dossier_code(agency_id=12, agency_code="H15.50", now=NOW)

    assert sorted(in_crowd(code, 200)) == [f"H15.50-261008-{order:04d}" for order in range(1, 201)]


@pytest.mark.django_db
def test_r36_the_order_starts_again_at_local_midnight() -> None:
    before = datetime(2026, 10, 8, 16, 59, 59, tzinfo=UTC)
    after = datetime(2026, 10, 8, 17, 0, tzinfo=UTC)
    codes = [services.next_dossier_code(agency_id=12, agency_code="H15", now=at) for at in (before, before, after)]
    assert codes == ["H15-261008-0001", "H15-261008-0002", "H15-261009-0001"]


@pytest.mark.django_db
def test_r34_more_than_9999_in_a_day_widen() -> None:
    book = BookKey("dossier", 12, "2026-10-08")
    services.reserve_block(book=book, wanted=Reservation(9999, "Nhập hồ sơ cũ"), actor=ACTOR, now=NOW)
    assert services.next_dossier_code(agency_id=12, agency_code="H15", now=NOW) == "H15-261008-10000"


@pytest.mark.django_db
def test_a_reserved_block_is_skipped_by_the_book() -> None:
    assert take(0) == 1
    block = services.reserve_block(book=BOOK, wanted=Reservation(10, "Sổ giấy khi mất mạng"), actor=ACTOR, now=NOW)
    assert list(block.numbers) == list(block.unused) == list(range(2, 12))
    assert take(1) == 12
    with pytest.raises(ReasonMissing):
        services.reserve_block(book=BOOK, wanted=Reservation(1, " "), actor=ACTOR, now=NOW)
    for wanted in (Reservation(0, "Không"), Reservation(10_001, "Quá nhiều"), Reservation(1, "a", "x" * 201)):
        with pytest.raises(Invalid):
            services.reserve_block(book=BOOK, wanted=wanted, actor=ACTOR, now=NOW)
    assert queries.get_last_number(book=BOOK) == 12


def void(number: int, reason: str = "Ghi nhầm") -> None:
    services.void_number(book=BOOK, number=number, reason=reason, actor=ACTOR, now=NOW)


@pytest.mark.django_db
def test_a_void_number_is_kept_with_its_reason_and_not_given_again() -> None:
    take(0)
    void(1)
    assert [(line.number, line.reason) for line in queries.list_voided(book=BOOK)] == [(1, "Ghi nhầm")]
    assert take(1) == 2
    with pytest.raises(NumberAlreadyVoid):
        void(1)


@pytest.mark.django_db
def test_only_numbers_that_were_given_are_voided_and_only_for_a_reason() -> None:
    with pytest.raises(NumberNotGiven):
        void(1)
    take(0)
    for number in (2, 0, -1):
        with pytest.raises(NumberNotGiven):
            void(number)
    with pytest.raises(ReasonMissing):
        void(1, reason="  ")


@pytest.mark.django_db
def test_the_database_keeps_void_numbers() -> None:
    take(0)
    void(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        VoidedNumber.objects.update(reason="Khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        VoidedNumber.objects.all().delete()
