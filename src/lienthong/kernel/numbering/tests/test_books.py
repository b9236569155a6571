"""Taking numbers by format and day, reservations, opening and closing, formats: a test a rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.acts.testing import disagreements
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations.testing import SmallTree, small_tree

from .. import queries, services
from ..contracts import (
    SEE,
    AbbreviationMissing,
    BlockOver,
    BlockState,
    BookClosed,
    BookKey,
    BookThere,
    DayAhead,
    FormatDraft,
    GivenTo,
    KindUnknown,
    NumberAlreadyVoid,
    NumberInserted,
    NumberNotFree,
    NumberState,
    PeriodOver,
    Taken,
)
from ..models import Book, GivenNumber, ReservedBlock
from ..policy import BLOCKS, BOOKS
from ..queries import BookFilter, NumberFilter
from ..services import Reservation
from ..testing import keeper

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)
TODAY = date(2026, 10, 8)
DRAFT = FormatDraft("decision", "Quyết định", "{number}/{year}/{symbol}-{code}", "QĐ")
KEEPER = keeper()
THING = GivenTo("documents.document", "d-1", "Quyết định bổ nhiệm", "/van-ban/d-1/")
pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SmallTree:
    made = small_tree()
    services.save_format(draft=DRAFT, actor=KEEPER, now=NOW)
    return made


def take(tree: SmallTree, day: date = TODAY, now: datetime = NOW, **given: Any) -> Taken:
    call = {"kind": "decision", "agency_id": tree.commune.id, "given_to": THING, "actor": KEEPER, **given}
    return services.take_number(day=day, now=now, **call)


def test_a_number_is_written_by_its_format_and_kept_with_what_it_was_given_to(tree: SmallTree) -> None:
    short = tree.commune.code
    taken = [take(tree) for _each in range(2)]
    assert [each.text for each in taken] == [f"01/2026/QĐ-{short}", f"02/2026/QĐ-{short}"]
    lines, after = queries.list_numbers(book_id=taken[0].book_id, viewer=KEEPER, wanted=NumberFilter())
    assert [(line.number, line.given_to, line.day) for line in lines] == [(2, THING, TODAY), (1, THING, TODAY)]
    assert after == 0
    assert queries.find_gaps(viewer=KEEPER) == ()


def test_the_year_changes_at_local_midnight_by_the_day_of_the_act(tree: SmallTree) -> None:
    last = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)
    assert take(tree, date(2026, 12, 31), last).text.startswith("01/2026/")
    with pytest.raises(DayAhead):
        take(tree, date(2027, 1, 1), last)
    assert take(tree, date(2027, 1, 1), last + timedelta(seconds=1)).text.startswith("01/2027/")


def test_a_year_that_is_over_takes_late_numbers_only_as_its_format_says(tree: SmallTree) -> None:
    january = datetime(2027, 1, 4, 2, tzinfo=UTC)
    with pytest.raises(PeriodOver):
        take(tree, date(2026, 12, 31), january)
    late = FormatDraft("decision", "Quyết định", DRAFT.template, "QĐ", late_days=4)
    services.save_format(draft=late, actor=KEEPER, now=NOW)
    assert take(tree, date(2026, 12, 31), january).text.startswith("01/2026/")
    with pytest.raises(PeriodOver):
        take(tree, date(2026, 12, 31), january + timedelta(days=1))


def test_nothing_is_inserted_between_numbers_given_and_the_refusal_explains_it(tree: SmallTree) -> None:
    take(tree)
    with pytest.raises(NumberInserted) as refused:
        take(tree, TODAY - timedelta(days=2))
    assert refused.value.params == {"last": 1, "last_day": "2026-10-08"}
    assert "08/10/2026" in refused.value.message
    assert "06/10/2026" in refused.value.message
    assert take(tree).number == 2


def test_a_number_reserved_for_a_day_bears_that_day_later(tree: SmallTree) -> None:
    key = BookKey("decision", tree.commune.id, "2026")
    wanted = Reservation(1, "Chờ Chủ tịch ký", for_day=TODAY)
    block = services.reserve_block(book=key, wanted=wanted, actor=KEEPER, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    assert take(tree, TODAY + timedelta(days=1), tomorrow).number == 2
    used = services.use_reserved(block=block.uuid, given_to=THING, actor=KEEPER, now=tomorrow)
    assert used.text == block.texts[0]
    assert GivenNumber.objects.get(number=1).day == TODAY
    assert queries.get_block(uuid=block.uuid, viewer=KEEPER).state is BlockState.USED


def test_an_unknown_kind_and_another_period_are_refused(tree: SmallTree) -> None:
    with pytest.raises(KindUnknown):
        take(tree, kind="nobody-said")
    key = BookKey("decision", tree.commune.id, "2026")
    wanted = Reservation(1, "Lạc ngày", for_day=date(2027, 1, 1))
    with pytest.raises(Invalid):
        services.reserve_block(book=key, wanted=wanted, actor=KEEPER, now=NOW)
    with pytest.raises(Invalid):
        services.reserve_block(book=key, wanted=Reservation(1, "Đã qua", expires_at=NOW), actor=KEEPER, now=NOW)
    with pytest.raises(NotFound):
        services.use_reserved(block=uuid4(), given_to=THING, actor=KEEPER, now=NOW)


def reserve(tree: SmallTree, count: int = 3, **more: Any) -> Any:
    key = BookKey("decision", tree.commune.id, "2026")
    return services.reserve_block(book=key, wanted=Reservation(count, "Quầy lưu động", **more), actor=KEEPER, now=NOW)


def use(block: Any, number: int | None = None, now: datetime = NOW) -> int:
    return services.use_reserved(block=block.uuid, number=number, given_to=THING, actor=KEEPER, now=now).number


def test_a_block_is_used_in_any_order_each_number_once(tree: SmallTree) -> None:
    block = reserve(tree)
    assert (use(block, 3), use(block)) == (3, 1)
    for number in (3, 4, 0):
        with pytest.raises(NumberNotFree), transaction.atomic():
            use(block, number)
    assert use(block) == 2
    with pytest.raises(BlockOver):
        use(block)


def test_what_is_left_of_a_returned_or_expired_block_is_void_with_that_reason(tree: SmallTree) -> None:
    returned, expired = reserve(tree), reserve(tree, 2, expires_at=NOW + timedelta(hours=2))
    use(returned)
    services.return_block(uuid=returned.uuid, reason="Hết đợt", actor=KEEPER, now=NOW)
    later = NOW + timedelta(hours=2)
    with pytest.raises(BlockOver), transaction.atomic():
        use(expired, now=later)
    assert [services.expire_blocks(now=at) for at in (NOW, later, later)] == [0, 1, 0]
    states = dict(GivenNumber.objects.values_list("number", "state"))
    given, void = NumberState.GIVEN, NumberState.VOID
    assert states == {1: given, 2: void, 3: void, 4: void, 5: void}
    key = BookKey("decision", tree.commune.id, "2026")
    assert [line.number for line in queries.list_voided(book=key)] == [2, 3, 4, 5]
    with pytest.raises(Conflict):
        services.return_block(uuid=returned.uuid, reason="Lần nữa", actor=KEEPER, now=NOW)
    assert queries.find_gaps(viewer=KEEPER) == ()


def test_a_book_opened_after_paper_goes_on_there_and_is_opened_once(tree: SmallTree) -> None:
    key = BookKey("decision", tree.commune.id, "2026")
    book_id = services.open_book(book=key, after=41, reason="Tiếp sổ giấy", actor=KEEPER, now=NOW)
    assert take(tree).number == 42
    with pytest.raises(BookThere):
        services.open_book(book=key, after=0, reason="Lần nữa", actor=KEEPER, now=NOW)
    for wrong in (BookKey("", 1, "2026"), BookKey("a", 1, "26"), BookKey("a", 1, "2026-13-01")):
        with pytest.raises(Invalid):
            services.open_book(book=wrong, after=0, reason="", actor=KEEPER, now=NOW)
    assert queries.find_gaps(viewer=KEEPER) == ()
    history = list_history(subject_type="numbering.book", subject_key=str(book_id))
    assert [(line.act, line.note, line.data["after"]) for line in history] == [
        ("numbering.book.open", "Tiếp sổ giấy", 41)
    ]


def test_a_closed_book_gives_nothing_until_it_is_opened_again(tree: SmallTree) -> None:
    book_id = take(tree).book_id
    services.close_book(id=book_id, reason="Chuyển sang sổ khác", actor=KEEPER, now=NOW)
    for call in (lambda: take(tree), lambda: reserve(tree)):
        with pytest.raises(BookClosed), transaction.atomic():
            call()
    with pytest.raises(BookClosed), transaction.atomic():
        services.close_book(id=book_id, reason="Lần nữa", actor=KEEPER, now=NOW)
    services.reopen_book(id=book_id, reason="Nhầm", actor=KEEPER, now=NOW)
    assert take(tree).number == 2
    Book.objects.filter(pk=book_id).update(is_final=True, closed_at=NOW)
    with pytest.raises(BookClosed), transaction.atomic():
        services.reopen_book(id=book_id, reason="Cơ quan đã hết", actor=KEEPER, now=NOW)
    acts = [line.act for line in list_history(subject_type="numbering.book", subject_key=str(book_id))]
    assert acts == ["numbering.book.close", "numbering.book.reopen"]


def test_voiding_and_reserving_on_screen_leave_their_history(tree: SmallTree) -> None:
    book_id = take(tree).book_id
    services.void_in_book(id=book_id, number=1, reason="Ghi nhầm", actor=KEEPER, now=NOW)
    with pytest.raises(NumberAlreadyVoid), transaction.atomic():
        services.void_in_book(id=book_id, number=1, reason="Lần nữa", actor=KEEPER, now=NOW)
    block, _memory = services.reserve_in_book(id=book_id, wanted=Reservation(2, "Đêm"), actor=KEEPER, now=NOW)
    assert list(block.numbers) == [2, 3]
    book = queries.get_book(book_id=book_id, viewer=KEEPER)
    assert (book.last, book.voids, book.reserved, book.version) == (3, 1, 2, 3)
    acts = [line.act for line in list_history(subject_type="numbering.book", subject_key=str(book_id))]
    assert acts == ["numbering.book.void", "numbering.book.reserve"]


def test_each_agency_sees_and_looks_after_its_own_books(tree: SmallTree) -> None:
    book_id = take(tree).book_id
    block = reserve(tree)
    own = keeper(agency_id=tree.commune.id, agency_path=tree.commune.path, scope=Scope.AGENCY)
    other = keeper(agency_id=tree.department.id, agency_path=tree.department.path, scope=Scope.SUBTREE)
    assert queries.get_book(book_id=book_id, viewer=own).last == 4
    assert queries.get_block(uuid=block.uuid, viewer=own).unused == (2, 3, 4)
    assert queries.list_books(viewer=other, wanted=BookFilter()) == ((), False)
    assert queries.list_numbers(book_id=book_id, viewer=other, wanted=NumberFilter()) == ((), 0)
    for call in (
        lambda: queries.get_book(book_id=book_id, viewer=other),
        lambda: queries.get_block(uuid=block.uuid, viewer=other),
        lambda: services.close_book(id=book_id, reason="x", actor=other, now=NOW),
        lambda: services.return_block(uuid=block.uuid, reason="x", actor=other, now=NOW),
    ):
        with pytest.raises(NotFound), transaction.atomic():
            call()
    for actor in (other, Actor.anonymous()):
        with pytest.raises(NotPermitted):
            services.open_book(book=BookKey("a", tree.commune.id, "2026"), after=0, reason="", actor=actor, now=NOW)
        with pytest.raises(NotPermitted):
            services.save_format(draft=DRAFT, actor=actor, now=NOW)


def test_predicate_and_sql_agree_on_books_and_blocks(tree: SmallTree) -> None:
    take(tree)
    reserve(tree)
    take(tree, agency_id=tree.department.id)
    take(tree, agency_id=tree.province.id)
    for agency in (tree.province, tree.department, tree.commune):
        for scope in Scope:
            actor = keeper(agency_id=agency.id, agency_path=agency.path, scope=scope)
            assert disagreements(BOOKS, Book.objects.all(), actor, SEE) == []
            assert disagreements(BLOCKS, ReservedBlock.objects.select_related("book"), actor, SEE) == []
    nowhere = keeper(agency_id=0, agency_path="", scope=Scope.SUBTREE)
    assert queries.list_books(viewer=nowhere, wanted=BookFilter()) == ((), False)


def test_the_database_keeps_numbers_and_blocks(tree: SmallTree) -> None:
    take(tree)
    reserve(tree)
    for change in (
        lambda: GivenNumber.objects.all().delete(),
        lambda: GivenNumber.objects.update(number=9),
        lambda: ReservedBlock.objects.update(first=9),
        lambda: ReservedBlock.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_gap_that_somebody_made_in_the_tables_is_reported(tree: SmallTree) -> None:
    book_id = take(tree).book_id
    Book.objects.filter(pk=book_id).update(last=3)
    assert [gap.number for gap in queries.find_gaps(viewer=KEEPER, book_id=book_id)] == [2, 3]
    Book.objects.filter(pk=book_id).update(last=0)
    assert [gap.number for gap in queries.find_gaps(viewer=KEEPER, book_id=book_id)] == [1]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"template": "{number}{year}"}, "template"),
        ({"template": "{number.__class__}/a"}, "template"),
        ({"template": "so {number}"}, "template"),
        ({"template": "{year}/QĐ"}, "template"),
        ({"template": "{number}/{number}"}, "template"),
        ({"template": "{number:0}/a"}, "template"),
        ({"template": "{number}5/a"}, "template"),
        ({"template": "{number}/" + "a" * 80}, "template"),
        ({"is_daily": True}, "template"),
        ({"kind": "Quyết định"}, "kind"),
        ({"label": " "}, "label"),
        ({"symbol": "Q Đ"}, "symbol"),
        ({"late_days": 61}, "late_days"),
        ({"agency_code": "H99.1"}, "agency_code"),
    ],
)
def test_a_format_that_cannot_be_used_is_refused_at_its_field(
    tree: SmallTree, change: dict[str, Any], path: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.save_format(draft=replace(DRAFT, **change), actor=KEEPER, now=NOW)
    assert path in {error.path for error in refused.value.errors}


def test_two_kinds_of_an_agency_never_write_the_same_number(tree: SmallTree) -> None:
    alike = FormatDraft("decision.personnel", "Quyết định nhân sự", "{number}/{year}/QĐ-{code}")
    with pytest.raises(Invalid) as refused:
        services.save_format(draft=alike, actor=KEEPER, now=NOW)
    assert "Quyết định" in refused.value.message
    apart = FormatDraft("decision.personnel", "Quyết định nhân sự", "{number}/{year}/QĐ-TCCB", "")
    services.save_format(draft=apart, actor=KEEPER, now=NOW)
    assert [each.draft.kind for each in queries.list_formats(viewer=KEEPER, day=TODAY)] == [
        "decision",
        "decision.personnel",
    ]


def test_an_abbreviation_that_is_not_there_is_never_left_out(tree: SmallTree) -> None:
    services.save_format(draft=FormatDraft("notice", "Thông báo", "{number}/TB-{agency}"), actor=KEEPER, now=NOW)
    with pytest.raises(AbbreviationMissing):
        take(tree, kind="notice")


def test_an_agency_may_write_its_numbers_its_own_way(tree: SmallTree) -> None:
    own = FormatDraft("decision", "Quyết định", "{number:4}/QĐ-P", "", agency_code=tree.commune.code)
    services.save_format(draft=own, actor=KEEPER, now=NOW)
    assert take(tree).text == "0001/QĐ-P"
    assert take(tree, agency_id=tree.department.id).text.startswith("01/2026/QĐ-")
    assert services.preview_format(draft=own, now=NOW) == ("0001/QĐ-P", "0009/QĐ-P", "0010/QĐ-P", "1234/QĐ-P")
