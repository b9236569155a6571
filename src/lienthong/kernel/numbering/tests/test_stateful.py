"""Whatever happens to a book, in whatever order, its numbers are 1, 2, 3 … without a gap, and each is accounted for."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lienthong.kernel.acts.contracts import Actor

from .. import queries, services
from ..contracts import (
    BlockOver,
    BookKey,
    GivenTo,
    NumberAlreadyVoid,
    NumberInserted,
    NumberNotFree,
    NumberNotGiven,
    NumberState,
    PeriodOver,
)
from ..models import Book, GivenNumber, NumberFormat, VoidedNumber
from ..services import Reservation

ACTOR = Actor.system("tests")
KIND, AGENCY, LATE_DAYS = "machine", 9, 3
BEGIN = datetime(2026, 12, 29, 3, tzinfo=UTC)


class OnPurposeError(Exception):
    """Ends a transaction after its number was given."""


class Numbering(RuleBasedStateMachine):
    """Books of two years against dictionaries: number to state."""

    blocks = Bundle("blocks")

    def __init__(self) -> None:
        """Begin with no book, two days before the year ends."""
        super().__init__()
        self.now = BEGIN
        self.model: dict[str, dict[int, NumberState]] = {}
        self.held: dict[UUID, tuple[str, list[int], datetime | None]] = {}
        self.last_day: dict[str, date] = {}

    @property
    def today(self) -> date:
        return (self.now + timedelta(hours=7)).date()

    def counts_in(self, period: str) -> dict[int, NumberState]:
        return self.model.setdefault(period, {})

    def take(self, day: date) -> int:
        return services.take_number(
            kind=KIND, agency_id=AGENCY, day=day, given_to=GivenTo("t", "k"), actor=ACTOR, now=self.now
        ).number

    @rule(back=st.integers(0, 5))
    def take_one(self, back: int) -> None:
        """Take a number for an act of some days ago: given, or refused as inserted or as too late."""
        day = self.today - timedelta(days=back)
        period = f"{day:%Y}"
        late = self.today > date(day.year, 12, 31) + timedelta(days=LATE_DAYS)
        inserted = day < self.last_day.get(period, day)
        if late or inserted:
            with pytest.raises(PeriodOver if late else NumberInserted), transaction.atomic():
                self.take(day)
            return
        numbers = self.counts_in(period)
        with transaction.atomic():
            assert self.take(day) == len(numbers) + 1
        numbers[len(numbers) + 1] = NumberState.GIVEN
        self.last_day[period] = day

    @rule()
    def roll_back(self) -> None:
        """Take a number in a transaction that fails: it is as if nothing had happened."""

        def fail() -> None:
            self.take(max(self.today, self.last_day.get(f"{self.today:%Y}", self.today)))
            raise OnPurposeError

        with pytest.raises(OnPurposeError), transaction.atomic():
            fail()

    @rule(number=st.integers(-1, 40))
    def void(self, number: int) -> None:
        """Declare a number void: once, and only one that was given."""
        period = f"{self.today:%Y}"
        numbers, key = self.counts_in(period), BookKey(KIND, AGENCY, period)
        state = numbers.get(number)
        call: dict[str, Any] = {"book": key, "number": number, "reason": "Ghi nhầm", "actor": ACTOR, "now": self.now}
        if state in {NumberState.GIVEN, NumberState.RESERVED}:
            services.void_number(**call)
            numbers[number] = NumberState.VOID
            return
        with pytest.raises(NumberNotGiven if state is None else NumberAlreadyVoid), transaction.atomic():
            services.void_number(**call)

    @rule(target=blocks, count=st.integers(1, 4), days=st.none() | st.integers(1, 3))
    def reserve(self, count: int, days: int | None) -> UUID:
        """Set numbers aside, for good or for some days."""
        period = f"{self.today:%Y}"
        numbers = self.counts_in(period)
        until = None if days is None else self.now + timedelta(days=days)
        wanted = Reservation(count, "Quầy lưu động", expires_at=until)
        block = services.reserve_block(book=BookKey(KIND, AGENCY, period), wanted=wanted, actor=ACTOR, now=self.now)
        assert list(block.numbers) == list(range(len(numbers) + 1, len(numbers) + count + 1))
        numbers.update(dict.fromkeys(block.numbers, NumberState.RESERVED))
        self.held[block.uuid] = (period, list(block.numbers), until)
        return block.uuid

    @rule(block=blocks)
    def use(self, block: UUID) -> None:
        """Use the first number that is left of a block, while it is open."""
        period, listed, until = self.held[block]
        numbers = self.counts_in(period)
        left = [number for number in listed if numbers[number] is NumberState.RESERVED]
        call: dict[str, Any] = {"block": block, "given_to": GivenTo("t", "k"), "actor": ACTOR, "now": self.now}
        if left and (until is None or until > self.now):
            assert services.use_reserved(**call).number == left[0]
            numbers[left[0]] = NumberState.GIVEN
            return
        # Numbers of it that were voided one by one leave a block open that has nothing to give.
        with pytest.raises((BlockOver, NumberNotFree)), transaction.atomic():
            services.use_reserved(**call)

    @rule(block=blocks)
    def give_back(self, block: UUID) -> None:
        """Return a block: what is left of it becomes void."""
        period, listed, _until = self.held[block]
        if not services.return_open_block(block=block, reason="Về trụ sở", actor=ACTOR, now=self.now):
            return
        self.let_go(period, listed)

    def let_go(self, period: str, listed: list[int]) -> None:
        numbers = self.counts_in(period)
        numbers.update({each: NumberState.VOID for each in listed if numbers[each] is NumberState.RESERVED})

    @rule(days=st.integers(1, 3))
    def wait(self, days: int) -> None:
        """Let days pass, over the end of the year too; the job lets blocks expire."""
        self.now += timedelta(days=days)
        services.expire_blocks(now=self.now)
        for period, listed, until in self.held.values():
            if until is not None and until <= self.now:
                self.let_go(period, listed)

    @precondition(lambda self: self.model)
    @invariant()
    def books_hold_what_the_model_says(self) -> None:
        """Compare books, numbers and voids with the model; there is no gap."""
        for period, numbers in self.model.items():
            book = Book.objects.filter(kind=KIND, agency_id=AGENCY, period=period).first()
            if book is None:
                assert numbers == {}
                continue
            kept = dict(GivenNumber.objects.filter(book=book).values_list("number", "state"))
            assert book.last == len(numbers)
            assert kept == {number: state.value for number, state in numbers.items()}
            assert sorted(kept) == list(range(1, book.last + 1))
            void = set(VoidedNumber.objects.filter(book=book).values_list("number", flat=True))
            assert void == {number for number, state in numbers.items() if state is NumberState.VOID}
        assert queries.find_gaps(viewer=ACTOR) == ()


@pytest.mark.django_db
def test_a_book_is_gapless_whatever_happens_to_it() -> None:
    NumberFormat.objects.create(kind=KIND, label="Số thử", template="{number}/{year}-T", late_days=LATE_DAYS)

    class InTransaction(Numbering):
        """Each run ends as if it had not been."""

        def __init__(self) -> None:
            self.run = transaction.atomic()
            self.run.__enter__()
            super().__init__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.run.__exit__(None, None, None)

    run_state_machine_as_test(InTransaction, settings=settings(max_examples=15, stateful_step_count=20, deadline=None))
