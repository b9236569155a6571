"""Shells and refusals: navigation follows permission, every page says what happened and what to do next."""

import logging
from dataclasses import dataclass

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from lienthong.kernel.ui import checks, extensions
from lienthong.kernel.ui.contracts import Viewer
from lienthong.kernel.ui.middleware import RefusalMiddleware

SHELLS = ("citizen", "workspace", "leader", "counter")


@dataclass
class Officer:
    """A viewer with one permission."""

    name: str = "Lê Quang Minh"
    position: str = "Chuyên viên"
    agency_name: str = "UBND phường Đông Hải"
    user_id: int | None = 1

    def may(self, permission: str) -> bool:
        return permission == "onestop.read"


class Refused(Exception):
    """A refusal that knows nothing of acts."""

    status = 409
    code = "dossier.moved"
    message = "Hồ sơ vừa được trình ký lúc 09:12"


def asked(rf: RequestFactory, path: str = "/viec/", viewer: Viewer | None = None) -> HttpRequest:
    request = rf.get(path)
    setattr(request, "actor", viewer)  # noqa: B010  a plain HttpRequest has no actor
    return request


def answered(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    return RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, exception)


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_skip_link_one_main_and_its_language(rf: RequestFactory, shell: str) -> None:
    drawn = render_to_string(f"ui/{shell}.html", request=asked(rf, viewer=Officer()))
    assert 'href="#noi-dung"' in drawn
    assert drawn.count("<main") == 1
    assert '<html lang="vi"' in drawn


@pytest.mark.usefixtures("empty_registry")
def test_navigation_shows_what_the_viewer_may(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lienthong.kernel.ui.context._address", lambda name: f"/{name}/")
    extensions.navigation("workspace", "main", "Việc cần làm", "viec", "inbox", count=lambda _: 1204)
    extensions.navigation("workspace", "business", "Một cửa", "mot-cua", "files", permission="onestop.read", key="G M")
    extensions.navigation("workspace", "administration", "Quản trị", "quan-tri", "settings", permission="admin")
    drawn = render_to_string("ui/workspace.html", request=asked(rf, "/viec/theo-doi/", Officer()))
    assert "1.204" in drawn
    assert 'href="/mot-cua/"' in drawn
    assert 'data-lt-key="G M"' in drawn
    assert "quan-tri" not in drawn
    assert 'href="/viec/" aria-current="page"' in drawn
    assert ">LM<" in drawn


@pytest.mark.usefixtures("empty_registry")
def test_an_entry_without_an_address_is_left_out_and_reported(rf: RequestFactory) -> None:
    extensions.navigation("citizen", "main", "Không có", "no-such-address", "no-such-icon")
    extensions.place("search", "no-such-search")
    assert "Không có" not in render_to_string("ui/citizen.html", request=asked(rf))
    assert [found.id for found in checks.check_navigation(None)] == ["ui.W001", "ui.W001", "ui.W002"]


def test_a_chosen_theme_is_written_on_the_page_and_nonsense_is_not(rf: RequestFactory) -> None:
    request = asked(rf)
    request.COOKIES["lt-theme"] = "dark"
    assert 'data-theme="dark"' in render_to_string("ui/citizen.html", request=request)
    request.COOKIES["lt-theme"] = '"><script>'
    assert "data-theme" not in render_to_string("ui/citizen.html", request=request)


def test_a_refusal_becomes_a_page_with_its_status_and_reason(rf: RequestFactory) -> None:
    response = answered(asked(rf), Refused())
    assert response is not None
    assert response.status_code == 409
    assert Refused.message in response.content.decode()


def test_htmx_gets_a_notice_in_the_corner_and_keeps_the_form(rf: RequestFactory) -> None:
    response = answered(rf.get("/viec/", headers={"HX-Request": "true"}), Refused())
    assert response is not None
    assert (response.status_code, response["HX-Retarget"]) == (409, "#lt-toasts")
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("status", [401, 403, 404, 409, 422, 429])
@pytest.mark.parametrize("viewer", [None, Officer()], ids=["stranger", "officer"])
def test_every_refusal_has_a_page_with_a_heading_and_a_way_on(
    rf: RequestFactory, status: int, viewer: Viewer | None
) -> None:
    refused = Refused()
    refused.status = status
    response = answered(asked(rf, "/ho-so/1/", viewer), refused)
    assert response is not None
    assert response.status_code == status
    assert response.content.decode().count("<h1") == 1


def test_the_page_of_an_ended_session_returns_to_the_form(rf: RequestFactory) -> None:
    refused = Refused()
    refused.status = 401
    request = rf.post("/viec/7/y-kien/", headers={"Referer": "http://testserver/viec/7/"})
    response = answered(request, refused)
    assert response is not None
    assert "next=%2Fviec%2F7%2F" in response.content.decode()


def test_an_unexpected_failure_shows_the_number_that_is_in_the_log(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("lienthong"), "propagate", True)
    monkeypatch.setattr("lienthong.kernel.ui.services.refusals.new_reference", lambda: "7KD4-22")
    response = answered(asked(rf), RuntimeError("secret detail"))
    assert response is not None
    assert response.status_code == 500
    assert "7KD4-22" in response.content.decode()
    assert "secret detail" not in response.content.decode()
    assert "7KD4-22" in caplog.text


def test_what_django_and_the_api_answer_is_left_to_them(rf: RequestFactory) -> None:
    assert answered(asked(rf), Http404()) is None
    assert answered(asked(rf, "/api/v1/dossiers"), Refused()) is None


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_of_last_resort_need_no_request(name: str) -> None:
    assert "<h1>" in render_to_string(name)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/?q=%00", "/%00/"])
def test_a_zero_character_in_an_address_is_refused_in_words(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 400
    assert b"<h1" in response.content
