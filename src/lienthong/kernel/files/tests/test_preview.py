"""A file as pictures of its pages: who sees them, what they are, and what damaged or hostile files do."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from PIL import Image
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.files import extensions, queries, services, testing
from lienthong.kernel.files.contracts import Held, StoredFileInfo
from lienthong.kernel.files.views.preview import picture, preview

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOLDER = Actor.system("holder")
Keep = Callable[..., StoredFileInfo]


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(extensions, "_owners", {})


@pytest.fixture
def keep(db: None) -> Keep:
    extensions.file_owner("test")(lambda _file_id, actor: Held() if actor.name == "holder" else None)

    def stored(data: bytes, name: str) -> StoredFileInfo:
        return services.store_bytes(data=data, name=name, actor=HOLDER, now=NOW)

    return stored


def image(kind: str, *, size: tuple[int, int] = (30, 20), **more: object) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "red").save(kept, kind, **more)
    return kept.getvalue()


def pdf(pages: int) -> bytes:
    kept = io.BytesIO()
    sheets = [Image.new("RGB", (100, 141), "white") for _each in range(pages)]
    sheets[0].save(kept, "PDF", save_all=True, append_images=sheets[1:])
    return kept.getvalue()


def ask(
    view: Callable[..., HttpResponseBase],
    info: StoredFileInfo,
    *,
    actor: Actor = HOLDER,
    headers: dict[str, str] | None = None,
    **words: int,
) -> Any:
    request = RequestFactory().get("/", headers=headers)
    request.actor = actor  # type: ignore[attr-defined]  # the middleware's work
    return view(request, info.uuid, **words)


def test_each_page_of_a_pdf_has_a_size_and_a_picture(keep: Keep) -> None:
    info = keep(pdf(3), "ban-ve.pdf")
    pages = queries.list_pages(file=info)
    assert [page.number for page in pages] == [1, 2, 3]
    assert {(page.width, page.height) for page in pages} == {(1000, 1410)}
    drawn = Image.open(io.BytesIO(queries.draw_page(file=info, number=3)))
    assert (drawn.format, drawn.size) == ("WEBP", (1000, 1410))


def test_a_large_photo_becomes_small_and_a_small_one_stays(keep: Keep) -> None:
    large, small = keep(image("JPEG", size=(3000, 4000)), "anh.jpg"), keep(image("PNG"), "dau.png")
    assert [(page.width, page.height) for page in queries.list_pages(file=large)] == [(1000, 1333)]
    assert Image.open(io.BytesIO(queries.draw_page(file=small, number=1))).size == (30, 20)


def test_a_photo_stands_upright_and_leaves_its_place_behind(keep: Keep) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera"
    info = keep(image("JPEG", size=(40, 20), exif=exif), "anh.jpg")
    drawn = Image.open(io.BytesIO(queries.draw_page(file=info, number=1)))
    assert drawn.size == (20, 40)
    assert not drawn.getexif()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (testing.PDF, "hong.pdf"),
        (b"%PDF-1.7\n" + b"<<" * 5000, "hong.pdf"),
        (testing.PNG[:40], "hong.png"),
        (testing.office_file("word/document.xml"), "don.docx"),
    ],
)
def test_what_cannot_be_drawn_leads_to_the_file_itself(keep: Keep, data: bytes, name: str) -> None:
    info = keep(data, name)
    assert queries.list_pages(file=info) == ()
    with pytest.raises(NotFound):
        queries.draw_page(file=info, number=1)
    page = ask(preview, info, headers={"HX-Request": "true", "HX-Target": f"xem-{info.uuid}"})
    assert f"/tep/{info.uuid}/" in page.content.decode()


@pytest.mark.parametrize("number", [0, 2, 101, 10**12])
def test_there_is_no_other_page(keep: Keep, number: int) -> None:
    info = keep(image("PNG"), "dau.png")
    with pytest.raises(NotFound):
        ask(picture, info, number=number)


def test_pages_are_for_those_who_may_see_the_file(keep: Keep) -> None:
    info = keep(pdf(1), "a.pdf")
    with pytest.raises(NotFound):
        ask(preview, info, actor=Actor.anonymous())
    with pytest.raises(NotFound):
        ask(picture, info, actor=Actor.anonymous(), number=1)


def test_a_picture_is_inert_and_kept_by_the_browser(keep: Keep) -> None:
    info = keep(pdf(1), "a.pdf")
    sent = ask(picture, info, number=1)
    assert sent["Content-Type"] == "image/webp"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]
    again = ask(picture, info, number=1, headers={"If-None-Match": sent["ETag"]})
    assert again.status_code == 304


def test_htmx_gets_the_pages_alone_and_others_a_page(keep: Keep) -> None:
    info = keep(pdf(2), "a.pdf")
    part = ask(preview, info, headers={"HX-Request": "true", "HX-Target": f"xem-{info.uuid}"})
    text = part.content.decode()
    assert text.count('loading="lazy"') == 2
    assert "<html" not in text


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "1")])
def test_a_picture_is_bound_into_a_pdf_of_one_page(keep: Keep, kind: str, mode: str) -> None:
    kept = io.BytesIO()
    Image.new(mode, (60, 40)).save(kept, kind)
    made = queries.read_as_pdf(file=keep(kept.getvalue(), f"giay.{kind.lower()}"))
    assert made is not None
    assert len(pypdfium2.PdfDocument(made)) == 1


def test_a_pdf_stays_as_it_is_and_what_is_no_page_is_none(keep: Keep) -> None:
    assert queries.read_as_pdf(file=keep(pdf(2), "a.pdf")) == pdf(2)
    assert queries.read_as_pdf(file=keep(testing.PNG[:40], "hong.png")) is None
    assert queries.read_as_pdf(file=keep(testing.office_file("word/document.xml"), "don.docx")) is None
