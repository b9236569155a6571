"""What is kept, what is refused, and under which name."""

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.files import queries, rules, services, testing
from lienthong.kernel.files.blobs import blob_path
from lienthong.kernel.files.contracts import EmptyFile, FileTooLarge, StoredFileInfo, WrongFileType
from lienthong.kernel.files.models import StoredFile

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ACTOR = Actor.system("test")
PROGRAM = b"MZ\x90\x00" + b"\x00" * 200


def keep(data: bytes, name: str, **options: object) -> StoredFileInfo:
    return services.store_bytes(data=data, name=name, actor=ACTOR, now=NOW, **options)  # type: ignore[arg-type]  # test


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_the_content_lies_under_its_hash_and_reads_back() -> None:
    info = keep(testing.PDF, "Tờ khai.pdf")
    assert info.sha256 == hashlib.sha256(testing.PDF).hexdigest()
    assert blob_path(info.sha256).read_bytes() == testing.PDF
    with queries.open_file(file_id=info.id) as file:
        assert file.read() == testing.PDF


@pytest.mark.django_db
def test_the_same_content_is_on_the_disk_once(tmp_path: Path) -> None:
    first, second = keep(testing.PDF, "a.pdf"), keep(testing.PDF, "b.pdf")
    assert first.id != second.id
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [first.sha256]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (testing.PDF, "a.PDF", "application/pdf"),
        (testing.PNG, "a.png", "image/png"),
        (testing.JPG, "a.jpeg", "image/jpeg"),
        (testing.office_file("word/document.xml"), "a.docx", "wordprocessingml.document"),
        (testing.office_file("xl/workbook.xml"), "a.xlsx", "spreadsheetml.sheet"),
    ],
)
def test_the_kind_is_told_by_content(data: bytes, name: str, media_type: str) -> None:
    assert keep(data, name).media_type.endswith(media_type)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PROGRAM, "giay-to.pdf"),
        (b"\x7fELF" + b"\x00" * 100, "anh.png"),
        (testing.PNG, "anh.pdf"),
        (b"<html><script>alert(1)</script>", "trang.pdf"),
        (testing.office_file("word/document.xml"), "bang.xlsx"),
        (testing.office_file("word/document.xml", "word/vbaProject.bin"), "macro.docx"),
        (testing.office_file("other.xml"), "zip.docx"),
        (b"PK\x03\x04broken", "hong.docx"),
        (testing.PDF, "khong-duoi"),
        (b"hello", "a.txt"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(data: bytes, name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongFileType) as refusal:
        keep(data, name)
    assert name in refusal.value.message
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_an_executable_named_pdf_is_called_a_program(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(WrongFileType) as refusal:
        keep(PROGRAM, "giay-to.pdf")
    assert refusal.value.params["found"] != "pdf"
    assert refusal.value.status == 415


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_with_the_limit_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge) as refusal:
        keep(testing.PDF + b"x" * 3_000_000, "to.pdf", max_bytes=2 * 1024 * 1024)
    assert "2 MB" in refusal.value.message
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_reading_stops_at_the_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(FileTooLarge):
        services.store(stream=endless, name="a.pdf", actor=ACTOR, now=NOW, max_bytes=1_000_000)  # type: ignore[arg-type]  # test
    assert endless.given < 2_000_000


@pytest.mark.django_db
def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyFile):
        keep(b"", "a.pdf")


@pytest.mark.django_db
def test_the_facts_of_a_file_cannot_be_changed() -> None:
    info = keep(testing.PDF, "a.pdf")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor():
        StoredFile.objects.filter(pk=info.id).update(name="khac.pdf")


@pytest.mark.django_db
def test_a_content_missing_from_the_disk_is_not_found() -> None:
    info = keep(testing.PDF, "a.pdf")
    blob_path(info.sha256).unlink()
    with pytest.raises(NotFound):
        queries.open_file(file_id=info.id)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\A\\Giấy khai sinh.pdf", "Giấy khai sinh.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie_ x.pdf"),
        ("gi\u00e2\u0301y.pdf", "giấy.pdf"),
        ("anh\u202efdp.exe", "anhfdp.exe"),
        ('"<script>".png', "_script_.png"),
        ("...", "tep"),
        ("", "tep"),
    ],
)
def test_hostile_names_are_made_harmless_and_letters_stay(sent: str, kept: str) -> None:
    assert rules.harmless_name(sent) == kept


@given(st.text(max_size=400))
def test_any_name_becomes_one_short_harmless_name(name: str) -> None:
    kept = rules.harmless_name(name)
    assert 0 < len(kept) <= 150
    assert not set(kept) & set('/\\<>:"|?*;\x00\r\n')
    assert rules.harmless_name(kept) == kept
