"""The pages of packages: the list, one package, reading in, comparing, publishing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop import queries, rules, services
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, control, small_province

pytestmark = pytest.mark.django_db
CODE = "2.000635"
LIST, ONE = "/quan-tri/goi-thu-tuc/", f"/quan-tri/goi-thu-tuc/{CODE}/1/"
SignIn = Callable[[Actor], Client]


@pytest.fixture
def province() -> SmallProvince:
    """Return the small province."""
    return small_province()


@pytest.fixture
def keeper(province: SmallProvince) -> Actor:
    """Return an officer of procedure control."""
    return control(province)


def dearer(keeper: Actor) -> bytes:
    """Return the package with a higher fee, so that two scenarios fail."""
    members, manifest, _none = rules.unpack(queries.export_package(code=CODE, number=1, viewer=keeper))
    whole = json.loads(members["package.json"])
    whole["cases"][0]["fees"][0]["amount"] = 9000
    members["package.json"] = json.dumps(whole, ensure_ascii=False).encode()
    return rules.pack(members, code=CODE, origin=manifest["origin"])


def send(client: Client, data: bytes) -> Any:
    """Send a package as the page does."""
    return client.post(f"{LIST}nhap/", {"package": SimpleUploadedFile("goi.zip", data)})


def test_the_list_filters_and_leads_on(keeper: Actor, sign_in: SignIn, django_assert_max_num_queries: Any) -> None:
    client = sign_in(keeper)
    with django_assert_max_num_queries(14):
        page = client.get(LIST).content.decode()
    assert page.count("data-lt-row") == 3
    assert client.get(LIST, {"q": "kien truc"}).content.decode().count("data-lt-row") == 1
    assert client.get(LIST, {"xem": "chua-cong-khai"}).content.decode().count("data-lt-row") == 0
    assert client.get(LIST, {"linhvuc": "Hộ tịch"}).content.decode().count("data-lt-row") == 1
    assert client.get(f"{LIST}danh-sach.csv").status_code == 200


def test_one_package_shows_its_parts(keeper: Actor, sign_in: SignIn, django_assert_max_num_queries: Any) -> None:
    client = sign_in(keeper)
    with django_assert_max_num_queries(16):
        page = client.get(ONE).content.decode()
    for words in ("8.000", "Tra cứu sổ hộ tịch", "Bản sao trích lục hộ tịch", "Căn cứ pháp lý", "goi.zip"):
        assert words in page


def test_what_is_given_out_is_the_package(keeper: Actor, sign_in: SignIn) -> None:
    response = sign_in(keeper).get(f"{ONE}goi.zip")
    assert response["Content-Type"] == "application/zip"
    assert response.content == queries.export_package(code=CODE, number=1, viewer=keeper)


def test_a_package_goes_from_its_file_to_what_fails_in_it(keeper: Actor, sign_in: SignIn) -> None:
    client = sign_in(keeper)
    assert send(client, dearer(keeper)).status_code == 302
    here = f"{LIST}{CODE}/2/"
    assert "Hãy chạy kịch bản" in client.post(f"{here}cong-khai/", follow=True).content.decode()
    client.post(f"{here}kich-ban/")
    assert "tien-do" in client.get(here).content.decode()
    run = queries.get_run(code=CODE, number=2, viewer=keeper)
    assert run is not None
    services.run_scenarios(run_id=run.id, now=TUESDAY)
    page = client.get(here).content.decode()
    assert "Phí, lệ phí: 8.000" in page.replace("\xa0", " ")
    assert "Phí, lệ phí: 9.000" in page.replace("\xa0", " ")
    told = client.get(f"{here}tien-do/", headers={"HX-Request": "true"})
    assert told["HX-Refresh"] == "true"
    refused = client.post(f"{here}cong-khai/", follow=True).content.decode()
    assert "cần 8000, gặp 9000" in refused
    differs = client.get(f"{here}so-sanh/", {"voi": "1"}).content.decode()
    assert "<del>8.000" in differs
    assert "<ins>9.000" in differs


def test_a_signed_package_is_shown_as_such(keeper: Actor, sign_in: SignIn) -> None:
    client = sign_in(keeper)
    assert "Chưa ký" in client.get(ONE).content.decode()
    assert keeper.name in client.post(f"{ONE}ky/", follow=True).content.decode()


def test_a_wrong_file_is_refused_in_one_sentence(keeper: Actor, sign_in: SignIn) -> None:
    page = send(sign_in(keeper), b"nothing")
    assert page.status_code == 422
    assert "không phải ZIP" in page.content.decode()


def test_others_do_not_enter(province: SmallProvince, keeper: Actor, sign_in: SignIn) -> None:
    clerk = sign_in(province.at("commune.reception"))
    for address in (LIST, ONE, f"{ONE}goi.zip", f"{ONE}so-sanh/", f"{LIST}nhap/"):
        assert clerk.get(address).status_code == 403, address
    for address in ("kich-ban/", "cong-khai/", "ky/"):
        assert clerk.post(f"{ONE}{address}").status_code == 403, address
    missing = sign_in(keeper)
    assert missing.get(f"{LIST}{CODE}/{10**12}/").status_code == 404
    assert missing.get(f"{LIST}9.999999/1/").status_code == 404
