"""One errand, one dossier: going back and sending again, from pages that keep nothing in the browser."""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lienthong.systems.onestop import queries
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.rules import is_twin
from lienthong.systems.onestop.testing import SmallProvince, small_province

from .at_the_desk import PDF, address, filled, pdf, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> SmallProvince:
    built = small_province()
    queries.list_packages()
    return built


@pytest.fixture
def desk(province: SmallProvince) -> Client:
    return signed_in("commune.reception")


def send(desk: Client, there: str, changed: dict[str, Any] | None = None) -> Any:
    return desk.post(there, filled(text_of(desk.get(there)), changed))


def test_choosing_a_person_gives_the_draft_its_mark(desk: Client) -> None:
    page = text_of(desk.get("/quay/", {"q": "tran van"}))
    (mark,) = re.findall(r"ban=([0-9a-f]{32})", page)
    sent = {"kind": "citizen", "name": "Trần Thị Hoa", "number": "056090001234"}
    assert re.search(r"ban=[0-9a-f]{32}", desk.post("/quay/nguoi/?moi=1", sent)["Location"])
    assert f"ban={mark}" not in text_of(desk.get("/quay/", {"q": "tran van"}))


def test_going_back_to_the_address_and_sending_again_gives_the_same_dossier(
    desk: Client, province: SmallProvince
) -> None:
    there = address(province, ban="m1")
    assert send(desk, there)["Location"] == send(desk, there)["Location"]
    assert Dossier.objects.count() == 1


def test_the_same_contents_under_another_mark_ask_first(desk: Client, province: SmallProvince) -> None:
    send(desk, address(province, ban="m1"), {"file-GT-05": pdf()})
    there = address(province, ban="m2")
    answer = send(desk, there, {"file-GT-05": pdf("ten-khac.pdf")})
    page, first = text_of(answer), Dossier.objects.get()
    assert answer.status_code == 409
    assert f"/ho-so/{first.number}/" in page
    assert 'value="ban-khac"' in page
    (token,) = re.findall(r'name="kept-GT-05" value="([^"]+)"', page)
    sent = filled(page, {"viec": "ban-khac", "kept-GT-05": token})
    second = desk.post(there, sent)
    assert second["Location"] == desk.post(there, sent)["Location"]
    assert Dossier.objects.count() == 2


def test_going_back_and_changing_an_answer_asks_first(desk: Client, province: SmallProvince) -> None:
    there = address(province, ban="m1")
    send(desk, there)
    answer = send(desk, there, {"khai-deadweight": "99"})
    assert answer.status_code == 409
    assert 'value="99"' in text_of(answer)
    assert Dossier.objects.get().number in text_of(answer)


def test_another_errand_is_accepted_without_asking(desk: Client, province: SmallProvince) -> None:
    send(desk, address(province, ban="m1"), {"file-GT-05": pdf()})
    other = pdf(content=PDF + b"% another")
    assert send(desk, address(province, ban="m2"), {"file-GT-05": other}).status_code == 302
    assert send(desk, address(province, ban="m3"), {"khai-deadweight": "5"}).status_code == 302
    assert Dossier.objects.count() == 3


def test_a_mark_of_any_length_is_taken(desk: Client, province: SmallProvince) -> None:
    assert send(desk, address(province, ban="x" * 3000)).status_code == 302


@given(st.sets(st.sampled_from("abc")), st.sets(st.sampled_from("abc")), st.booleans())
def test_twins_have_the_same_files_or_no_file_and_the_same_answers(
    files: set[str], others: set[str], same: bool
) -> None:
    assert is_twin(files, others, same_answers=same) is is_twin(others, files, same_answers=same)
    assert is_twin(files, files, same_answers=same) is (bool(files) or same)
    assert files == others or not is_twin(files, others, same_answers=same)
