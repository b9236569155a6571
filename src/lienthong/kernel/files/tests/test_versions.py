"""Versions of a document, and the pages on which they stand."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import RequestFactory
from docx import Document
from PIL import Image
from pytest_django import Settings
from xlsxwriter import Workbook

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import queries as history
from lienthong.kernel.files import extensions, queries, services, testing
from lienthong.kernel.files.contracts import Held, StoredFileInfo
from lienthong.kernel.files.models import FileVersion
from lienthong.kernel.files.views.preview import document, preview
from lienthong.kernel.files.views.versions import export_versions, versions

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
OFFICER = Actor(kind=ActorKind.OFFICER, name="Lê Thị Cán Bộ", user_id=8)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def first(db: None) -> Iterator[StoredFileInfo]:
    info = keep(testing.PDF, "Bản quét.pdf")
    held = {info.id: Held("HS-1", (), editable=True)}
    with extensions.only_owner(lambda file_id, actor: held.get(file_id) if actor == OFFICER else None):
        yield info


def keep(data: bytes, name: str) -> StoredFileInfo:
    return services.store_bytes(data=data, name=name, actor=OFFICER, now=NOW)


def add(to: StoredFileInfo, file: StoredFileInfo, **options: Any) -> Any:
    given = {"uuid": to.uuid, "file": file, "reason": "Quét lại cho rõ", "actor": OFFICER, "now": NOW, **options}
    return services.add_version(**given)


def picture(width: int) -> bytes:
    kept = io.BytesIO()
    Image.new("L", (width, 300), 200).save(kept, "PDF")
    return kept.getvalue()


def test_a_later_version_stands_first_and_the_older_ones_stay_readable(first: StoredFileInfo) -> None:
    second, third = keep(picture(200), "b.pdf"), keep(picture(400), "c.pdf")
    assert add(first, second).number == 2
    assert add(second, third, expected=2).number == 3
    listed = queries.list_versions(uuid=third.uuid, viewer=OFFICER)
    assert [each.number for each in listed] == [3, 2, 1]
    assert [each.file for each in listed] == [third, second, first]
    assert (listed[0].by, listed[0].reason, listed[0].at) == ("Lê Thị Cán Bộ", "Quét lại cho rõ", NOW)
    assert listed[0].grown == third.size - second.size
    assert (listed[0].pages, listed[2].pages) == (1, None)
    for info in (first, second, third):
        assert queries.get_visible_file(uuid=info.uuid, viewer=OFFICER) == info
        with pytest.raises(NotFound):
            queries.get_visible_file(uuid=info.uuid, viewer=Actor.anonymous())
    entries = history.list_history(subject_type="files.file", subject_key=str(first.uuid))
    assert [entry.data["number"] for entry in entries] == [2, 3]


def test_a_version_needs_a_reason_another_content_and_a_place(first: StoredFileInfo) -> None:
    second = keep(picture(200), "b.pdf")
    for reason in ("", "   ", "x" * 501):
        with pytest.raises(Invalid):
            add(first, second, reason=reason)
    with pytest.raises(Invalid):
        add(first, keep(testing.PDF, "same.pdf"))
    with pytest.raises(Invalid):
        add(first, first)
    add(first, second)
    with pytest.raises(Invalid):
        add(first, second)


def test_of_two_who_add_at_once_one_is_told(first: StoredFileInfo) -> None:
    add(first, keep(picture(200), "b.pdf"), expected=1)
    with pytest.raises(Conflict):
        add(first, keep(picture(300), "c.pdf"), expected=1)


def test_only_those_whom_the_record_lets_add_one(first: StoredFileInfo) -> None:
    second = keep(picture(200), "b.pdf")
    with pytest.raises(NotFound):
        add(first, second, actor=Actor.anonymous())
    with extensions.only_owner(lambda _file_id, _actor: Held()), pytest.raises(NotPermitted):
        add(first, second)
    assert not FileVersion.objects.exists()


def test_versions_are_never_changed_or_taken_away(first: StoredFileInfo) -> None:
    add(first, keep(picture(200), "b.pdf"))
    with pytest.raises(DatabaseError), transaction.atomic():
        FileVersion.objects.update(reason="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        FileVersion.objects.all().delete()


def ask(view: Any, uuid: object, actor: Actor = OFFICER, *, data: dict[str, Any] | None = None, **more: Any) -> Any:
    factory = RequestFactory()
    request = factory.post("/", data) if data is not None else factory.get("/", **more)
    request.actor = actor  # type: ignore[attr-defined]  # the middleware sets it
    request.session = {}  # type: ignore[assignment]  # none is needed
    answer = view(request, uuid)
    request.close()
    return answer


def test_the_page_lists_them_and_takes_a_new_one(
    first: StoredFileInfo, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lienthong.kernel.files.views.versions.messages.success", lambda *_words: None)
    sent = io.BytesIO(picture(200))
    sent.name = "moi.pdf"
    answer = ask(versions, first.uuid, data={"file": sent, "reason": "Quét lại", "newest": "1"})
    assert answer.status_code == 302
    with django_assert_max_num_queries(15):
        page = ask(versions, first.uuid).content.decode()
    assert "Quét lại" in page
    assert "Lê Thị Cán Bộ" in page
    refused = ask(versions, first.uuid, data={"reason": "", "newest": "1"})
    assert refused.status_code == 422
    assert "aria-invalid" in refused.content.decode()


def test_the_versions_are_taken_along_as_a_file(first: StoredFileInfo) -> None:
    add(first, keep(picture(200), "b.pdf"))
    answer = ask(partial(export_versions, kind="csv"), first.uuid)
    sent = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(sent) == 3
    assert first.sha256 in sent[2]


def test_those_who_may_only_read_see_no_form(first: StoredFileInfo) -> None:
    with extensions.only_owner(lambda _file_id, _actor: Held()):
        page = ask(versions, first.uuid).content.decode()
    assert '<form class="lt-form' not in page


def docx_of(*paragraphs: str) -> bytes:
    kept, made = io.BytesIO(), Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(kept)
    return kept.getvalue()


def test_a_word_file_is_shown_as_text_in_a_page_without_power(db: None) -> None:
    info = keep(docx_of("Kính gửi Uỷ ban nhân dân", "<script>alert(1)</script>"), "don.docx")
    with testing.everybody_sees():
        page = ask(preview, info.uuid).content.decode()
        shown = ask(document, info.uuid)
    assert f"/tep/{info.uuid}/van-ban/" in page
    assert "sandbox" in page
    words = shown.content.decode()
    assert "Kính gửi Uỷ ban nhân dân" in words
    assert "<script" not in words
    assert shown["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert shown["X-Content-Type-Options"] == "nosniff"


def test_a_word_file_whose_link_runs_a_script_loses_it(db: None) -> None:
    kept, made = io.BytesIO(), Document()
    paragraph = made.add_paragraph("Bấm đây")
    paragraph.part.relate_to(
        "https://evil.example/a?b",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        True,
    )
    made.save(kept)
    info = keep(kept.getvalue(), "a.docx")
    assert "evil" not in queries.read_document(file=info)


def test_a_table_is_shown_up_to_its_bounds(db: None) -> None:
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        for row in range(500):
            sheet.write_row(row, 0, [f"Hộ {row}", row, 1.5, "<b>"])
    info = keep(kept.getvalue(), "bang.xlsx")
    words = queries.read_document(file=info)
    assert "Danh sách" in words
    assert "Hộ 199" in words
    assert "Hộ 200" not in words
    assert "500 × 4" in words
    assert "&lt;b&gt;" in words


def test_what_is_no_document_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        queries.read_document(file=keep(testing.PDF, "a.pdf"))
    with pytest.raises(NotFound):
        queries.read_document(file=keep(testing.office_file("word/document.xml"), "hong.docx"))
