"""Citizens' pages: search, one procedure, the home page; in the browser's plainest form."""

import gzip
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.portal import extensions
from lienthong.systems.procedures import queries, services
from lienthong.systems.procedures.contracts import CatalogueSearch, ProcedureNotFound
from lienthong.systems.procedures.testing import given_published, raw_record, source_file

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
LIGHT = 12 * 1024


@pytest.fixture
def catalogue() -> None:
    """Publish a few procedures and leave one a draft."""
    given_published(
        raw_record(),
        raw_record(code="1.000656", name="Thủ tục đăng ký khai tử", levels=["commune", "province"]),
        raw_record(
            code="1.004221", name="Cấp giấy chứng nhận quyền sử dụng đất", field="Đất đai", subjects=["Doanh nghiệp"]
        ),
        raw_record(code="1.000777", name="Khái quát sinh kế", field="Khác"),
        now=NOW,
        valid_from=date(2026, 1, 1),
    )
    services.import_catalogue(
        files=[source_file(raw_record(code="1.000999", name="Bản nháp khai sinh"))], actor=Actor.system("t"), now=NOW
    )


def found(**asked: Any) -> list[str]:
    return [each.code for each in queries.search_catalogue(search=CatalogueSearch(**asked), day=DAY).items]


@pytest.mark.usefixtures("catalogue")
def test_search_with_and_without_diacritics_finds_the_same_and_exact_letters_come_first() -> None:
    assert found(text="khai sinh")[0] == "1.001193"
    assert set(found(text="khai sinh")) == set(found(text="Khai  SINH"))
    assert found(text="khái quát sinh")[0] == "1.000777"
    assert "1.000656" in found(text="khai tử")
    assert "1.000656" in found(text="khai tu")


@pytest.mark.usefixtures("catalogue")
def test_search_by_code_everyday_words_field_level_and_subject() -> None:
    assert found(text="1.004221") == found(text="004221") == ["1.004221"]
    assert found(text="sổ đỏ") == found(text="so do") == ["1.004221"]
    assert found(field="Đất đai") == ["1.004221"]
    assert found(level="province") == ["1.000656"]
    assert found(subject="Doanh nghiệp") == ["1.004221"]


@pytest.mark.usefixtures("catalogue")
def test_what_fits_only_in_part_is_offered_as_nearest() -> None:
    page = queries.search_catalogue(search=CatalogueSearch(text="khai tử cho mèo"), day=DAY)
    assert page.nearest
    assert "1.000656" in [each.code for each in page.items]
    assert found(text="' | & !! :*") == []


@pytest.mark.usefixtures("catalogue")
def test_drafts_and_versions_outside_their_days_are_not_public() -> None:
    assert "1.000999" not in found(text="bản nháp khai sinh")
    with pytest.raises(ProcedureNotFound):
        queries.get_public_procedure(code="1.000999", day=DAY)
    with pytest.raises(ProcedureNotFound):
        queries.get_public_procedure(code="1.001193", day=date(2025, 12, 31))


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "address", ["/", "/thu-tuc/", "/thu-tuc/?q=khai+sinh&cap=commune&trang=9", "/thu-tuc/1.001193/"]
)
def test_pages_are_light_and_ask_little_of_the_database(
    address: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        response = client.get(address)
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) <= LIGHT


@pytest.mark.usefixtures("catalogue")
def test_an_unknown_or_unpublished_code_is_not_found(client: Client) -> None:
    assert client.get("/thu-tuc/9.999999/").status_code == 404
    assert client.get("/thu-tuc/1.000999/").status_code == 404


def test_the_page_answers_first_and_tells_the_faults_of_the_source(client: Client) -> None:
    methods = [
        {
            "channel": "online",
            "time_limit": {"value": 5, "unit": None},
            "fees": [{"amount": 0, "label": "Miễn phí", "note": "Thu 10.000 đồng", "note_has_amount": True}],
        }
    ]
    items = [{"name": "Tờ khai", "originals": 1, "copies": 2}, {"name": "Chỉ là lưu ý", "originals": 0, "copies": 0}]
    hostile = "<script>alert(1)</script>"
    record = raw_record(methods=methods, documents=[{"items": items}], conditions=hostile, name=f"Khai sinh {hostile}")
    given_published(record, now=NOW, valid_from=date(2026, 1, 1))
    page = client.get("/thu-tuc/1.001193/", headers={"accept-language": "en"}).content.decode()
    assert "see the note on fees" in page
    assert "<b>Free of charge</b>" not in page
    assert "Thu 10.000 đồng" in page
    assert "does not state the unit" in page
    assert page.count('type="checkbox"') == 1
    assert "Chỉ là lưu ý" in page
    assert "<script>alert" not in page


def test_the_home_page_shows_figures_only_when_somebody_offers_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extensions, "_figures", [])
    assert "lt-figs" not in client.get("/").content.decode()
    figures = extensions.Figures("Tháng 10", (extensions.Figure("98,9 %", "đúng hạn", "/x/", "xem"),))
    extensions.provide_figures(lambda _day: figures)
    assert "98,9 %" in client.get("/").content.decode()
