"""What comes back to the counter: results and supplements."""

import re
from typing import Any

import pytest
from django.test import Client

from lienthong.systems.onestop import queries
from lienthong.systems.onestop.contracts import State
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.testing import SmallProvince, small_province

from .at_the_desk import MOST_STATEMENTS, PROGRAM, finished, pdf, signed_in, text_of, waiting_for_supplement

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> SmallProvince:
    built = small_province()
    queries.list_packages()
    return built


@pytest.fixture
def desk(province: SmallProvince) -> Client:
    return signed_in("commune.reception")


def test_waiting_results_are_found_by_code_and_name(
    desk: Client, province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    number = finished(province)
    for text in ("", number, "trần văn", "tran van"):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert number in text_of(desk.get("/quay/tra-ket-qua/", {"q": text}))
    assert number not in text_of(desk.get("/quay/tra-ket-qua/", {"q": "nguyen"}))
    assert number not in text_of(signed_in("other.reception").get("/quay/tra-ket-qua/"))


def test_r29_the_fee_is_settled_before_the_result_is_handed_over(desk: Client, province: SmallProvince) -> None:
    number = finished(province, paid=False)
    there = f"/quay/tra-ket-qua/{number}/"
    assert 'name="receiver"' not in text_of(desk.get(there))
    assert desk.post(there, {"receiver": "Trần Văn Bình"}).status_code == 409
    desk.post(there, {"viec": "thu"})
    assert 'name="receiver"' in text_of(desk.get(there))
    answer = desk.post(there, {"receiver": "Trần Văn Bình"})
    assert answer["Location"] == f"{there}xong/"
    assert "Trần Văn Bình" in text_of(desk.get(answer["Location"]))
    assert Dossier.objects.get(number=number).state == State.RETURNED
    assert desk.get(there).status_code == 302


def test_r25_handing_over_asks_who_takes_it(desk: Client, province: SmallProvince) -> None:
    answer = desk.post(f"/quay/tra-ket-qua/{finished(province)}/", {"receiver": " "})
    assert answer.status_code == 422
    assert 'id="id_receiver_error"' in text_of(answer)


def test_another_agency_does_not_find_the_dossier(province: SmallProvince) -> None:
    number, other = finished(province), signed_in("other.reception")
    for page in (f"/quay/tra-ket-qua/{number}/", f"/quay/{number}/xong/", f"/quay/bo-sung/{number}/"):
        assert other.get(page).status_code == 404
    assert other.post(f"/quay/tra-ket-qua/{number}/", {"receiver": "x"}).status_code == 404


def test_pages_of_handing_over_ask_little(
    desk: Client, province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    number, waiting = finished(province), waiting_for_supplement(province)
    for page in (
        f"/quay/tra-ket-qua/{number}/",
        f"/quay/bo-sung/{waiting}/",
        "/quay/bo-sung/",
        f"/quay/{number}/xong/",
    ):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert desk.get(page).status_code == 200


def test_a_supplement_is_taken_in_with_its_files_and_the_clock_goes_on(desk: Client, province: SmallProvince) -> None:
    number = waiting_for_supplement(province)
    page = text_of(desk.get(f"/quay/bo-sung/{number}/"))
    assert "Bản kê khai ghi rõ số máy" in page
    answer = desk.post(f"/quay/bo-sung/{number}/", {"item-2": "1", "file-1": pdf("ke-khai.pdf")})
    assert answer["Location"] == f"/quay/{number}/xong/"
    dossier = Dossier.objects.get(number=number)
    assert (dossier.state, dossier.clock) == (State.PROCESSING, "running")
    paper = DossierPaper.objects.get(dossier=dossier, supplement_no=1)
    assert (paper.code, paper.name) == ("GT-02", "Bản kê khai ghi rõ số máy")


def test_an_incomplete_supplement_keeps_its_files_and_the_pause(desk: Client, province: SmallProvince) -> None:
    number = waiting_for_supplement(province)
    answer = desk.post(f"/quay/bo-sung/{number}/", {"file-1": pdf("ke-khai.pdf")})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "ke-khai.pdf" in page
    assert 'id="muc-2_error"' in page
    assert Dossier.objects.get(number=number).clock == "paused"
    (token,) = re.findall(r'name="kept-1" value="([^"]+)"', page)
    assert desk.post(f"/quay/bo-sung/{number}/", {"kept-1": token, "item-2": "1"}).status_code == 302


def test_a_supplement_file_that_is_a_program_is_refused(desk: Client, province: SmallProvince) -> None:
    number = waiting_for_supplement(province)
    sent = {"item-1": "1", "item-2": "1", "file-1": pdf("x.pdf", PROGRAM)}
    assert desk.post(f"/quay/bo-sung/{number}/", sent).status_code == 422
    assert Dossier.objects.get(number=number).clock == "paused"
