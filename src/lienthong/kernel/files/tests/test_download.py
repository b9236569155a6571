"""Who gets a stored file, and how a browser receives it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import FileResponse
from django.test import RequestFactory
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.files import extensions, services, testing
from lienthong.kernel.files.contracts import Held, StoredFileInfo
from lienthong.kernel.files.views.download import download

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOLDER = Actor.system("holder")


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(extensions, "_owners", {})


@pytest.fixture
def shown(db: None) -> StoredFileInfo:
    info = testing.stored_pdf(now=NOW, name="Giấy hẹn.pdf")
    extensions.file_owner("test")(
        lambda file_id, actor: Held() if file_id == info.id and actor.name == "holder" else None
    )
    return info


def everybody(file_id: int, actor: Actor) -> Held:
    return Held()


def nobody(file_id: int, actor: Actor) -> None:
    return None


def ask(uuid: object, actor: Actor, **headers: str) -> FileResponse:
    request = RequestFactory().get(f"/tep/{uuid}/", headers=headers)
    request.actor = actor  # type: ignore[attr-defined]  # the middleware sets it
    return download(request, uuid)  # type: ignore[arg-type, return-value]  # as the address gives it


@pytest.mark.django_db
def test_a_file_no_record_holds_is_closed() -> None:
    info = testing.stored_pdf(now=NOW)
    with pytest.raises(NotFound):
        ask(info.uuid, HOLDER)


def test_a_file_is_shown_only_to_those_its_owner_names(shown: StoredFileInfo) -> None:
    with pytest.raises(NotFound):
        ask(shown.uuid, Actor.anonymous())
    response = ask(shown.uuid, HOLDER)
    assert response.getvalue() == testing.PDF
    response.close()


def test_an_unknown_file_looks_the_same_as_a_closed_one(shown: StoredFileInfo) -> None:
    with pytest.raises(NotFound):
        ask(uuid4(), HOLDER)


def test_a_pdf_opens_in_the_browser_but_never_as_a_page(shown: StoredFileInfo) -> None:
    response = ask(shown.uuid, HOLDER)
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")
    assert "utf-8''Gi%E1%BA%A5y" in response["Content-Disposition"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    response.close()


@pytest.mark.django_db
def test_office_files_are_downloaded_and_sandboxed() -> None:
    data = testing.office_file("word/document.xml")
    info = services.store_bytes(data=data, name="a.docx", actor=HOLDER, now=NOW)
    extensions.file_owner("test")(everybody)
    response = ask(info.uuid, HOLDER)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].startswith("sandbox")
    response.close()


def test_a_file_known_by_its_tag_is_not_sent_again(shown: StoredFileInfo) -> None:
    response = ask(shown.uuid, HOLDER, if_none_match=f'"{shown.sha256}"')
    assert response.status_code == 304


def test_the_tag_does_not_open_a_closed_file(shown: StoredFileInfo) -> None:
    with pytest.raises(NotFound):
        ask(shown.uuid, Actor.anonymous(), if_none_match=f'"{shown.sha256}"')


def test_two_owners_cannot_share_a_name() -> None:
    extensions.file_owner("test")(everybody)
    with pytest.raises(ValueError, match="test"):
        extensions.file_owner("test")(nobody)
