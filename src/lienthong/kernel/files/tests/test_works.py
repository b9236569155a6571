"""Work of programs on files: OCR of a scan by the real OCRmyPDF, pages of an Office file by LibreOffice."""

import io
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.conf import settings as configured
from PIL import Image, ImageDraw, ImageFont
from pytest_django import Settings
from tests.support.waiting import wait_for

from lienthong.kernel.acts.contracts import Actor, ActorKind, NotFound, NotPermitted
from lienthong.kernel.files import extensions, queries, services, testing
from lienthong.kernel.files.contracts import Held, StoredFileInfo, WorkInfo, WorkKind, WorkState
from lienthong.kernel.files.models import FileWork
from lienthong.kernel.files.providers import bounded, ocr, office
from lienthong.kernel.files.providers.bounded import ProgramFailed, follow_program

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
OFFICER = Actor(kind=ActorKind.OFFICER, name="Lê Thị Cán Bộ", user_id=8)
LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
    "Kính gửi: Ủy ban nhân dân phường Bắc Nha Trang",
    "Tên chủ hộ: Nguyễn Thị Quỳnh Hương",
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seen_by_all(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with testing.everybody_sees(editable=True):
        yield


def scan(kind: str = "PDF") -> bytes:
    """Return a page of Vietnamese text as a scanner gives it that took it askew by 3°."""
    face = ImageFont.truetype(str(Path(configured.ASSETS_DIR) / "print-fonts" / "Tinos-Regular.ttf"), 34)
    page = Image.new("L", (1240, 620), 255)
    for at, line in enumerate(LINES):
        ImageDraw.Draw(page).text((120, 150 + 80 * at), line, font=face, fill=0)
    kept = io.BytesIO()
    page.rotate(3, fillcolor=255, resample=Image.Resampling.BICUBIC).save(kept, kind, resolution=150)
    return kept.getvalue()


def keep(data: bytes, name: str) -> StoredFileInfo:
    return services.store_bytes(data=data, name=name, actor=OFFICER, now=NOW)


def ask(info: StoredFileInfo, kind: WorkKind = WorkKind.SEARCHABLE, actor: Actor = OFFICER) -> WorkInfo:
    return services.ask_work(uuid=info.uuid, kind=kind, actor=actor, now=NOW)


def do(work: WorkInfo) -> WorkInfo:
    services.run_work(work_id=FileWork.objects.get(uuid=work.uuid).pk, clock=lambda: NOW)
    return queries.find_work(uuid=work.uuid, viewer=OFFICER)


def test_a_scan_becomes_straight_searchable_and_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    heard = ocr.make_searchable
    monkeypatch.setattr(
        ocr,
        "make_searchable",
        lambda **given: heard(**{**given, "heard": lambda *each: (told.append(each), given["heard"](*each))}),  # type: ignore[func-returns-value]  # both are called
    )
    original = keep(scan(), "don.pdf")
    done = do(ask(original))
    assert done.state is WorkState.DONE, done.message
    assert told[-1] == (1, 1)
    assert (done.done, done.total) == (1, 1)
    newest, oldest = queries.list_versions(uuid=original.uuid, viewer=OFFICER)
    assert (newest.number, newest.by, newest.file) == (2, "Lê Thị Cán Bộ", done.result)
    assert oldest.file == original
    with queries.open_file(file_id=newest.file.id) as content:
        made = content.read()
    words = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded()
    for line in LINES[1:]:
        assert line.rpartition(": ")[2] in words
    with pikepdf.Pdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as told_of:
        assert told_of.pdfa_status.startswith("2")


def test_a_repeated_job_finds_done_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def copied(*, source: Path, goal: Path, **_more: Any) -> None:
        goal.write_bytes(source.read_bytes() + b"%x")

    monkeypatch.setattr(ocr, "make_searchable", copied)
    original = keep(testing.PDF, "a.pdf")
    work = ask(original)
    assert ask(original).uuid == work.uuid  # asked twice, done once
    first = do(work)
    assert do(work) == first
    assert len(queries.list_versions(uuid=original.uuid, viewer=OFFICER)) == 2


@pytest.mark.parametrize(
    ("failure", "words"),
    [(ProgramFailed("EncryptedPdfError"), "mật khẩu|password"), (ProgramFailed(late=True), "too long|quá lâu")],
)
def test_what_fails_says_why_and_changes_nothing(
    failure: ProgramFailed, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(**_given: Any) -> None:
        raise failure

    monkeypatch.setattr(ocr, "make_searchable", failing)
    original = keep(testing.PDF, "a.pdf")
    work = do(ask(original))
    assert work.state is WorkState.FAILED
    assert any(word in work.message for word in words.split("|"))
    assert len(queries.list_versions(uuid=original.uuid, viewer=OFFICER)) == 1


def test_a_damaged_scan_fails_in_words() -> None:
    work = do(ask(keep(testing.PDF, "hong.pdf")))
    assert work.state is WorkState.FAILED
    assert work.message


def test_only_those_who_may_add_a_version_ask_for_one() -> None:
    original = keep(testing.PDF, "a.pdf")
    with extensions.only_owner(lambda _file_id, _actor: Held()), pytest.raises(NotPermitted):
        ask(original)
    with extensions.only_owner(lambda _file_id, _actor: None), pytest.raises(NotFound):
        ask(original)


def test_without_the_program_there_is_no_such_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr(office, "is_installed", lambda: False)
    scanned, written = keep(testing.PDF, "a.pdf"), keep(testing.office_file("word/document.xml"), "a.docx")
    held = Held(editable=True)
    assert not services.offered_works(file=scanned, held=held)
    assert not services.offered_works(file=written, held=held)
    with pytest.raises(NotFound):
        ask(scanned)
    with pytest.raises(NotFound):
        ask(written, WorkKind.PAGES)


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a stand-in for LibreOffice on the path: what it prints is given by the test, its call is the real one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(
        '#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done\n'
        f'mkdir -p "$out" && cp "{tmp_path}/printed.pdf" "$out/source.pdf"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return tmp_path / "printed.pdf"


def test_an_office_file_is_shown_by_its_pages_when_they_were_made(soffice: Path) -> None:
    page = io.BytesIO()
    Image.new("L", (200, 300), 200).save(page, "PDF")
    soffice.write_bytes(page.getvalue())
    written = keep(testing.office_file("word/document.xml"), "đơn.docx")
    assert queries.shown_as(file=written) == written
    done = do(ask(written, WorkKind.PAGES))
    assert done.state is WorkState.DONE, done.message
    shown = queries.shown_as(file=written)
    assert shown == done.result
    assert len(queries.list_pages(file=shown)) == 1
    assert len(queries.list_versions(uuid=written.uuid, viewer=OFFICER)) == 1  # the pages are no version


def test_libreoffice_that_writes_nothing_has_failed(soffice: Path) -> None:
    work = do(ask(keep(testing.office_file("word/document.xml"), "a.docx"), WorkKind.PAGES))
    assert work.state is WorkState.FAILED


def test_a_program_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    child = tmp_path / "child"
    with pytest.raises(ProgramFailed) as failure:
        follow_program(["/bin/sh", "-c", f"sleep 600 & echo $! > {child}; wait"], seconds=1, heard=lambda _line: None)
    assert failure.value.late
    # A process that was killed needs a moment to be gone; without the kill it sleeps for ten minutes.
    wait_for(lambda: _has_ended(child.read_text().strip()))


def _has_ended(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_program_that_wants_too_much_memory_fails(tmp_path: Path) -> None:
    script = tmp_path / "greedy.py"
    script.write_text("x = bytearray(900 * 1024 * 1024)\n")
    with pytest.raises(ProgramFailed):
        bounded.run_script(script, memory_mb=300)
