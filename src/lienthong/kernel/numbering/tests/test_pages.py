"""The pages of books: lists, acts, exports, formats, for those who may and nobody else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.organizations.testing import SmallTree, small_tree

from .. import services
from ..contracts import BookKey, FormatDraft, GivenTo
from ..models import Book, NumberFormat
from ..services import Reservation
from ..testing import keeper

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)
KEEPER = keeper()
pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SmallTree:
    made = small_tree()
    draft = FormatDraft("decision", "Quyết định", "{number}/{year}/QĐ-{code}")
    services.save_format(draft=draft, actor=KEEPER, now=NOW)
    return made


@pytest.fixture
def administrator(tree: SmallTree) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(get_user_model().objects.get(pk=tree.administrator_id))
    client.cookies["lt-lang"] = "en"
    return client


def fill(tree: SmallTree, numbers: int = 3) -> Book:
    key = BookKey("decision", tree.commune.id, f"{timezone.localdate():%Y}")
    for number in range(numbers):
        thing = GivenTo("documents.document", f"d-{number}", f"Quyết định thứ {number}", f"/van-ban/d-{number}/")
        services.take_number(
            kind="decision", agency_id=tree.commune.id, day=timezone.localdate(), given_to=thing, actor=KEEPER,
            now=timezone.now(),
        )  # fmt: skip
    services.reserve_block(book=key, wanted=Reservation(2, "Quầy lưu động"), actor=KEEPER, now=timezone.now())
    return Book.objects.get()


def test_the_list_shows_the_next_number_and_narrows(administrator: Client, tree: SmallTree) -> None:
    book = fill(tree)
    page = administrator.get("/quan-tri/so/").content.decode()
    assert f"06/{book.period}/QĐ-H32.22366" in page
    assert "Quyết định" in administrator.get("/quan-tri/so/", {"q": "nha trang"}).content.decode()
    for narrowed in ({"q": "không có"}, {"nam": "1999"}, {"trang_thai": "dong"}):
        assert "No book fits" in administrator.get("/quan-tri/so/", narrowed).content.decode()


def test_a_book_shows_numbers_with_links_reservations_and_that_there_is_no_gap(
    administrator: Client, tree: SmallTree
) -> None:
    book = fill(tree)
    page = administrator.get(f"/quan-tri/so/{book.pk}/").content.decode()
    for said in ("/van-ban/d-0/", "Quyết định thứ 2", "Quầy lưu động", "2 left"):
        assert said in page
    reserved = administrator.get(f"/quan-tri/so/{book.pk}/", {"trang_thai": "reserved"}).content.decode()
    assert "Quyết định thứ 2" not in reserved
    Book.objects.update(last=9)
    assert "4 gaps" in administrator.get(f"/quan-tri/so/{book.pk}/").content.decode()


def test_acts_are_done_on_pages_of_their_own_and_say_what_is_wrong(administrator: Client, tree: SmallTree) -> None:
    book = fill(tree)

    def post(way: str, **given: Any) -> Any:
        return administrator.post(f"/quan-tri/so/{book.pk}/{way}/", given)

    assert post("huy-so", number="99", reason="Nhầm").status_code == 422
    assert post("huy-so", number="1", reason="").status_code == 422
    assert post("huy-so", number="1", reason="Ghi nhầm").status_code == 302
    assert post("giu-so", count="0", reason="x").status_code == 422
    assert post("giu-so", count="2", reason="Đêm", until="31/12/2199").status_code == 302
    block = book.reserved.order_by("-first")[0]
    address = f"/quan-tri/so/giu/{block.uuid}/tra/"
    assert "2 unused numbers" in administrator.get(address).content.decode()
    assert administrator.post(address, {"reason": "Không dùng"}).status_code == 302
    assert post("dong", reason="Hết năm").status_code == 302
    assert "cannot be done" in administrator.get(f"/quan-tri/so/{book.pk}/giu-so/").content.decode()
    assert post("mo-lai", reason="Nhầm").status_code == 302
    assert post("khac", reason="x").status_code == 404
    page = administrator.get(f"/quan-tri/so/{book.pk}/").content.decode()
    for said in ("Number declared void", "Numbers reserved", "Book closed", "Book opened again"):
        assert said in page


def test_a_book_is_opened_after_paper(administrator: Client, tree: SmallTree) -> None:
    given = {"kind": "decision", "agency_code": tree.commune.code, "period": "2026", "after": "41", "reason": "Sổ giấy"}
    assert administrator.post("/quan-tri/so/mo/", {**given, "agency_code": "H99"}).status_code == 422
    assert administrator.post("/quan-tri/so/mo/", given).status_code == 302
    assert Book.objects.get().last == 41
    assert administrator.post("/quan-tri/so/mo/", given).status_code == 422


def test_formats_are_previewed_saved_and_changed(administrator: Client, tree: SmallTree) -> None:
    given = {"kind": "notice", "label": "Thông báo", "template": "{number}/TB-{code}", "symbol": "", "late_days": "0"}
    page = administrator.post("/quan-tri/so/mau/them/", {**given, "thu": "1"})
    assert "01/TB-H01.02" in page.content.decode()
    assert not NumberFormat.objects.filter(kind="notice").exists()
    wrong = administrator.post("/quan-tri/so/mau/them/", {**given, "template": "{number}{year}"})
    assert (wrong.status_code, "{number}{year}" in wrong.content.decode()) == (422, True)
    assert administrator.post("/quan-tri/so/mau/them/", given).status_code == 302
    row = NumberFormat.objects.get(kind="notice")
    changed = {**given, "kind": "another", "template": "{number}/{year}/TB-{code}"}
    assert administrator.post(f"/quan-tri/so/mau/{row.pk}/", changed).status_code == 302
    row.refresh_from_db()
    assert (row.kind, row.template, row.version) == ("notice", "{number}/{year}/TB-{code}", 2)
    assert "Thông báo" in administrator.get("/quan-tri/so/mau/").content.decode()


def test_lists_are_taken_along(administrator: Client, tree: SmallTree) -> None:
    book = fill(tree)

    def sent(address: str) -> bytes:
        answer: Any = administrator.get(address)
        return b"".join(answer.streaming_content)

    lines = sent(f"/quan-tri/so/{book.pk}/xuat.csv").decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["5", "4", "3", "2", "1"]
    assert sent(f"/quan-tri/so/{book.pk}/xuat.xlsx").startswith(b"PK")
    assert b"H32.22366" in sent("/quan-tri/so/xuat.csv")


def test_pages_cost_at_most_fifteen_statements(
    administrator: Client, tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    book = fill(tree, 20)
    for address in ("/quan-tri/so/", f"/quan-tri/so/{book.pk}/", "/quan-tri/so/mau/"):
        with django_assert_max_num_queries(15):
            assert administrator.get(address).status_code == 200


def test_others_stay_outside(tree: SmallTree) -> None:
    book = fill(tree)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=tree.officer_id))
    addresses = ("/quan-tri/so/", f"/quan-tri/so/{book.pk}/", f"/quan-tri/so/{book.pk}/dong/", "/quan-tri/so/mau/them/")
    assert {client.get(address).status_code for address in addresses} == {403}
