"""The pages of templates and of issued papers: what they show, to whom, at what cost."""

import io
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.testing import SmallTree, small_tree
from lienthong.kernel.papers import queries, services, testing
from lienthong.kernel.papers.extensions import find_template
from lienthong.kernel.papers.models import Paper, TemplateDesign

from .wordfiles import word_file

MOST_STATEMENTS = 15
TEMPLATES, ISSUED = "/quan-tri/mau-giay/", "/quan-tri/giay-to/"
PAGE = f"{TEMPLATES}test-paper/"
pytestmark = pytest.mark.django_db


@pytest.fixture(name="tree")
def _tree(workshop: Path) -> SmallTree:
    return small_tree()


def signed_in(user_id: int) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


@pytest.fixture(name="client")
def _client(tree: SmallTree) -> Client:
    return signed_in(tree.administrator_id)


def issued() -> Paper:
    paper = services.issue(
        template="test-paper", context=testing.CONTEXT, subject_type="test", subject_key="H32-1", title="Giấy thử",
        actor=Actor.system("test"), now=timezone.now(),
    )  # fmt: skip
    return Paper.objects.get(pk=paper.id)


def test_a_template_is_edited_tried_published_and_printed_by_without_javascript(client: Client) -> None:
    assert PAGE in client.get(TEMPLATES).content.decode()
    assert client.get(f"{PAGE}sua/").status_code == 302
    assert client.post(f"{PAGE}bat-dau/")["Location"] == f"{PAGE}sua/"
    source = find_template("test-paper").source.replace("Giấy thử", "Giấy mới")
    typed = {"version": 1, "source": source, "note": "Đổi tên", "sample": "Đủ thông tin"}
    tried = client.post(f"{PAGE}sua/", {**typed, "viec": "xem"}).content.decode()
    assert "data:image/png;base64," in tried
    assert "Giấy mới" in tried
    assert TemplateDesign.objects.get().version == 1
    assert client.post(f"{PAGE}sua/", {**typed, "viec": "luu"}).status_code == 302
    shown = client.get(f"{PAGE}cong-bo/").content.decode()
    assert "<ins>" in shown
    assert "<del>" in shown
    today = timezone.localdate()
    sent = {"version": 2, "valid_from": f"{today:%d/%m/%Y}", "reason": "Mẫu mới"}
    assert client.post(f"{PAGE}cong-bo/", sent).status_code == 302
    assert queries.sheet_in_force(key="test-paper", at=timezone.now()).text == source
    assert client.get(f"{PAGE}phien-ban/1.typ").content.decode() == source
    assert client.post(f"{PAGE}phien-ban/0/quay-lai/").status_code == 302
    assert client.get(f"{PAGE}ban-thu.pdf").content.startswith(b"%PDF")


def test_errors_come_back_with_the_line_and_what_was_typed(client: Client) -> None:
    client.post(f"{PAGE}bat-dau/")
    typed = {"version": 1, "source": "= Một\n#khong-co", "sample": "Đủ thông tin"}
    page = client.post(f"{PAGE}sua/", {**typed, "viec": "xem"})
    assert page.status_code == 200
    assert "#khong-co" in page.content.decode()
    (trouble,) = page.context["trial"].troubles
    assert (trouble.line, trouble.column) == (2, 2)
    part = client.post(f"{PAGE}xem-thu/", typed, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert trouble.words in part.content.decode()
    assert "<html" not in part.content.decode()
    empty = client.post(f"{PAGE}sua/", {**typed, "source": " ", "viec": "luu"})
    assert empty.status_code == 422


def test_a_draft_saved_over_somebody_elses_is_a_conflict(client: Client) -> None:
    client.post(f"{PAGE}bat-dau/")
    typed = {"version": 1, "source": "một", "sample": "Đủ thông tin", "viec": "luu"}
    assert client.post(f"{PAGE}sua/", typed).status_code == 302
    assert client.post(f"{PAGE}sua/", {**typed, "source": "hai"}).status_code == 409
    assert TemplateDesign.objects.get().source == "một"


def test_a_word_file_is_sent_and_taken_back(client: Client) -> None:
    file = io.BytesIO(word_file("{{ name }} {{ lạ }}"))
    file.name = "mau.docx"
    answer = client.post(f"{PAGE}word/", {"file": file, "note": "Mẫu phòng"})
    assert answer["Location"] == f"{TEMPLATES}test-paper.docx/"
    assert "lạ" in client.get(answer["Location"]).content.decode()
    assert client.get(f"{answer['Location']}word/mau.docx").content.startswith(b"PK")
    assert client.get(f"{answer['Location']}word/ban-thu.docx").content.startswith(b"PK")
    assert client.get(f"{answer['Location']}word/ban-thu.exe").status_code == 404
    bad = io.BytesIO(b"no word file")
    bad.name = "a.docx"
    assert client.post(f"{PAGE}word/", {"file": bad}).status_code == 422


def test_issued_papers_are_found_shown_exported_and_revoked(client: Client) -> None:
    paper = issued()
    assert paper.code in client.get(f"{ISSUED}?q=H32-1").content.decode()
    for nothing in ("q=zzzz", "trang_thai=revoked", "mau=x", "tu=01/01/2090", "den=01/01/1990"):
        assert paper.code not in client.get(f"{ISSUED}?{nothing}").content.decode()
    assert paper.code in b"".join(client.get(f"{ISSUED}xuat.csv")).decode()
    page = client.get(f"{ISSUED}{paper.code}/").content.decode()
    assert "data:image/svg+xml;base64," in page
    assert paper.template_version in page
    assert client.post(f"{ISSUED}{paper.code}/thu-hoi/", {"version": 1, "reason": " "}).status_code == 422
    assert client.post(f"{ISSUED}{paper.code}/thu-hoi/", {"version": 1, "reason": "Cấp sai"}).status_code == 302
    assert "Cấp sai" in client.get(f"{ISSUED}{paper.code}/").content.decode()
    assert "Cấp sai" not in Client().get(f"/giay-to/{paper.code}/").content.decode()


def test_every_page_answers_within_its_statements(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.post(f"{PAGE}bat-dau/")
    paper = issued()
    pages = (
        TEMPLATES, f"{TEMPLATES}?xem=da-sua&q=giay", PAGE, f"{PAGE}sua/", f"{PAGE}phien-ban/", f"{PAGE}cong-bo/",
        f"{PAGE}word/", ISSUED, f"{ISSUED}{paper.code}/", f"{ISSUED}{paper.code}/thu-hoi/",
    )  # fmt: skip
    for address in pages:
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("odd", ["tu=x", "trang=-1", "trang=9999999", "mau=x", "trang_thai=x", "den=99/99/9999"])
def test_odd_addresses_are_answered(client: Client, odd: str) -> None:
    for page in (TEMPLATES, ISSUED, f"{PAGE}phien-ban/"):
        assert client.get(f"{page}?{odd}").status_code == 200


def test_what_is_not_there_is_not_found(client: Client) -> None:
    missing = (f"{TEMPLATES}no-such/", f"{TEMPLATES}test-paper@H32.1/", f"{ISSUED}0000000000/")
    for address in (*missing, f"{PAGE}phien-ban/7.typ"):
        assert client.get(address).status_code == 404, address


def test_who_does_not_look_after_papers_stays_outside(tree: SmallTree) -> None:
    officer = signed_in(tree.officer_id)
    paper = issued()
    for address in (TEMPLATES, PAGE, f"{PAGE}sua/", ISSUED, f"{ISSUED}{paper.code}/"):
        assert officer.get(address).status_code in {403, 404}, address
        assert Client().get(address).status_code in {302, 401}, address
    assert officer.post(f"{PAGE}bat-dau/").status_code in {403, 404}
