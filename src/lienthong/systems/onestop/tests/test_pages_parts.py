"""Parts of the officers' pages, asked for by htmx at the same addresses, and their lists as files."""

import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lienthong.systems.onestop.testing import SmallProvince, accept, small_province

from .test_pages_work import at_step

pytestmark = pytest.mark.django_db
MAIN = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "noi-dung"}


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("address", ["/viec/?xem=tat-ca", "/ho-so/?han=open", "/ho-so/{number}/"])
def test_the_same_address_gives_a_part_to_htmx_and_the_page_to_others(
    province: SmallProvince, sign_in: Any, address: str
) -> None:
    number = accept(province, "2.000635").number
    client, url = sign_in(province.at("commune.civil-status")), address.format(number=number)
    whole, part = client.get(url), client.get(url, headers=MAIN)
    back = client.get(url, headers={**MAIN, "HX-History-Restore-Request": "true"})
    assert all("<html" in text(page) and number in text(page) for page in (whole, back))
    assert "<html" not in text(part)
    assert text(part).startswith("<title>")
    assert number in text(part)
    assert 'id="lt-nav"' not in text(part)
    assert {"HX-Request", "HX-Target"} <= {each.strip() for each in whole["Vary"].split(",")}
    assert len(part.content) < len(whole.content)


def test_an_act_swaps_the_page_and_says_what_was_done(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    client, url = sign_in(province.at("commune.civil-status")), f"/ho-so/{number}/"
    done = client.post(f"{url}viec/y-kien/", {"text": "Đã tra sổ"}, headers=MAIN)
    assert (done.status_code, done["Location"]) == (302, url)
    page = text(client.get(url, headers=MAIN))
    assert 'hx-swap-oob="beforeend"' in page
    assert "Đã tra sổ" in page


def test_a_refused_act_keeps_the_address_and_what_was_typed(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    client, url = sign_in(province.at("commune.civil-status")), f"/ho-so/{number}/viec/tra-buoc/"
    refused = client.post(url, at_step(province, number, reason=" "), headers=MAIN)
    assert refused.status_code == 422
    assert refused["HX-Push-Url"] == refused["HX-Replace-Url"] == "false"
    assert "<html" not in text(refused)


def test_who_may_not_gets_a_notice_beside_the_form(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    stranger = sign_in(province.at("other.leader"))
    refused = stranger.post(f"/ho-so/{number}/viec/y-kien/", {"text": "?"}, headers=MAIN)
    assert refused.status_code == 404
    assert refused["HX-Retarget"] == "#lt-toasts"
    assert refused["HX-Push-Url"] == "false"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_is_exported_with_what_its_reader_sees(province: SmallProvince, sign_in: Any, kind: str) -> None:
    mine = accept(province, "2.000635").number
    other = accept(province, "1.008891", place="centre").number
    officer, stranger = sign_in(province.at("commune.leader")), sign_in(province.at("other.leader"))

    def read(client: Client, address: str) -> str:
        answer = client.get(f"{address}.{kind}?xem=tat-ca&tu=01/10/2026&den=31/10/2026")
        content = b"".join(answer)
        if kind == "csv":
            return content.decode("utf-8-sig")
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return book.read("xl/worksheets/sheet1.xml").decode()

    clerk = sign_in(province.at("commune.civil-status"))
    for client, address in ((officer, "/ho-so/danh-sach"), (clerk, "/viec/danh-sach")):
        assert mine in read(client, address)
        assert other not in read(client, address)
        assert mine not in read(stranger, address)
    assert "UBND phường Nha Trang" in read(officer, "/lanh-dao/bang")
    assert "Sở Xây dựng" not in read(officer, "/lanh-dao/bang")
    assert clerk.get(f"/lanh-dao/bang.{kind}").status_code == 403


def test_a_file_of_another_kind_is_not_found(province: SmallProvince, sign_in: Any) -> None:
    client = sign_in(province.at("commune.leader"))
    for address in ("/ho-so/danh-sach", "/viec/danh-sach", "/lanh-dao/bang"):
        assert client.get(f"{address}.pdf").status_code == 404


def test_a_long_list_is_read_in_few_statements(province: SmallProvince, sign_in: Any) -> None:
    for _each in range(30):
        accept(province, "2.000635")
    client = sign_in(province.at("commune.civil-status"))
    for address in ("/ho-so/danh-sach.csv", "/viec/danh-sach.csv?xem=tat-ca"):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
            assert b"".join(answer).count(b"\n") == 31
        assert len(captured) <= 15


def test_papers_lead_to_their_neighbours_and_their_pages(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "1.004088").number
    page = sign_in(province.at("commune.reception")).get(f"/ho-so/{number}/")
    papers = page.context["dossier"].papers
    assert (page.context["earlier"], page.context["later"]) == (None, papers[1])
    last = sign_in(province.at("commune.reception")).get(f"/ho-so/{number}/?giay={papers[-1].id}")
    assert (last.context["earlier"], last.context["later"]) == (papers[-2], None)
