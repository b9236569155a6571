"""Public tracking by code and secret."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.testing import SmallProvince, accept, small_province

from .at_the_desk import MOST_STATEMENTS, finished, text_of, waiting_for_supplement

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> SmallProvince:
    built = small_province()
    queries.list_packages()
    return built


def test_the_link_of_the_receipt_shows_the_dossier_to_anybody(
    province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    done = accept(province, "1.004088", now=timezone.now())
    with django_assert_max_num_queries(MOST_STATEMENTS):
        answer = Client().get("/tra-cuu/", {"ma": done.number, "khoa": done.secret})
    assert answer.status_code == 200
    assert "UBND phường Nha Trang" in text_of(answer)
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]


def test_code_and_secret_may_be_typed_as_people_write_them(province: SmallProvince) -> None:
    done = accept(province, "2.000635", now=timezone.now())
    secret = f"{done.secret[:4]}-{done.secret[4:]}".lower()
    assert Client().post("/tra-cuu/", {"ma": done.number.lower(), "khoa": secret}).status_code == 200


@pytest.mark.parametrize("state", ["running", "supplement", "done", "returned"])
def test_tracking_shows_no_name_and_no_number_of_a_person(province: SmallProvince, state: str) -> None:
    if state == "supplement":
        number = waiting_for_supplement(province)
    elif state == "running":
        number = accept(province, "1.004088", now=timezone.now()).number
    else:
        number = finished(province)
    if state == "returned":
        actor = province.at("commune.reception")
        services.return_result(number=number, receiver="Trần Văn Bình", actor=actor, now=timezone.now())
    secret = Dossier.objects.get(number=number).secret
    page = text_of(Client().get("/tra-cuu/", {"ma": number, "khoa": secret}))
    assert number in page
    for personal in ("Bình", "056085000456", "0900000456", "Tổ 4", "Cán bộ", "Lê Thị Mai"):
        assert personal not in page


def test_a_wanted_supplement_is_named(province: SmallProvince) -> None:
    number = waiting_for_supplement(province)
    secret = Dossier.objects.get(number=number).secret
    assert "Bản kê khai ghi rõ số máy" in text_of(Client().get("/tra-cuu/", {"ma": number, "khoa": secret}))


def test_a_wrong_secret_and_an_unknown_code_answer_the_same(province: SmallProvince) -> None:
    number = accept(province, "2.000635", now=timezone.now()).number
    pages = []
    for code in (number, "H32.22366-990101-0001"):
        answer = Client().get("/tra-cuu/", {"ma": code, "khoa": "WRONGONE"})
        assert answer.status_code == 404
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(answer))
        pages.append(re.sub(r"khoa=WRONGONE|ma=[^&\"]+", "", page.replace(code, "CODE")))
    assert pages[0] == pages[1]


def test_after_ten_wrong_tries_an_address_waits_even_with_the_right_secret(province: SmallProvince) -> None:
    done = accept(province, "2.000635", now=timezone.now())
    for attempt in range(10):
        assert Client().get("/tra-cuu/", {"ma": f"X-{attempt}", "khoa": "WRONG"}).status_code == 404
    answer = Client().get("/tra-cuu/", {"ma": done.number, "khoa": done.secret})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "600"
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert elsewhere.get("/tra-cuu/", {"ma": done.number, "khoa": done.secret}).status_code == 200


def test_a_code_is_closed_after_thirty_wrong_tries_from_anywhere(province: SmallProvince) -> None:
    done = accept(province, "2.000635", now=timezone.now())
    for attempt in range(30):
        Client(REMOTE_ADDR=f"10.0.0.{attempt}").get("/tra-cuu/", {"ma": done.number, "khoa": "WRONG"})
    answer = Client(REMOTE_ADDR="10.0.1.1").get("/tra-cuu/", {"ma": done.number, "khoa": done.secret})
    assert answer.status_code == 429


def test_right_answers_are_not_counted(province: SmallProvince) -> None:
    done = accept(province, "2.000635", now=timezone.now())
    for _attempt in range(12):
        assert Client().get("/tra-cuu/", {"ma": done.number, "khoa": done.secret}).status_code == 200


def test_the_empty_form_is_no_wrong_try() -> None:
    for _attempt in range(12):
        assert Client().get("/tra-cuu/").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/tra-cuu/", {"ma": "x"}).status_code == 403
