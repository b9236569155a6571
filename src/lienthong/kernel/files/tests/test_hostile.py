"""Files made to do harm, each really made: refused, or made harmless, in words the sender can act on."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from pytest_django import Settings
from xlsxwriter import Workbook

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.files import queries, rules, services, testing
from lienthong.kernel.files.contracts import Danger, DangerousFile, StoredFileInfo, WrongFileType

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KINDS = frozenset({"pdf", "jpg", "png", "docx", "xlsx", "odt"})
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def keep(data: bytes, name: str) -> StoredFileInfo:
    return services.store_bytes(data=data, name=name, actor=Actor.system("test"), now=NOW, allowed=KINDS)


def pdf(change: Callable[[Pdf], None] = lambda _pdf: None, **options: object) -> bytes:
    kept = io.BytesIO()
    with Pdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(kept, **options)  # type: ignore[arg-type]  # pikepdf's own
    return kept.getvalue()


def docx() -> bytes:
    kept = io.BytesIO()
    document = Document()
    document.add_heading("Đơn đề nghị")
    document.add_paragraph("Kính gửi Uỷ ban nhân dân phường")
    document.save(kept)
    return kept.getvalue()


def xlsx(rows: int = 3) -> bytes:
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_row(row, 0, ["Nguyễn Văn A", row])
    return kept.getvalue()


def changed(data: bytes, **parts: bytes) -> bytes:
    """Return an archive with parts replaced or added; `__` in a name stands for `/`, `_DOT_` for a dot."""
    named = {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in named:
                new.writestr(entry.filename, old.read(entry))
        for name, content in named.items():
            new.writestr(name, content)
    return kept.getvalue()


def png(width: int, height: int) -> bytes:
    """Return a PNG whose head claims a size; its body is of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 4)) + chunk(b"IEND", b"")


def jpg(**options: object) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(kept, "JPEG", **options)
    return kept.getvalue()


def huge_jpg() -> bytes:
    data = bytearray(jpg())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(data)


def script(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('a')")


def launch(made: Pdf) -> None:
    action = Dictionary(S=Name.Launch, F="cmd.exe")
    made.pages[0].Annots = Array([made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action))])


def attached(made: Pdf) -> None:
    made.attachments["chuong-trinh.exe"] = b"MZ" + b"\0" * 100


def xfa(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(XFA=made.make_stream(b"<xdp/>"), Fields=Array([]))


def script_of_page(made: Pdf) -> None:
    made.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=made.make_stream(b"app.alert(1)")))


def escaped(data: bytes) -> bytes:
    return data.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS ", b"/#4aS ")


ACTIVE = [script, launch, attached, xfa, script_of_page]
PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
LEVELS = b"<!DOCTYPE x [" + b"".join(
    b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1)) * 10 if n else b"ha") for n in range(9)
)
BOMB_OF_WORDS = b'<?xml version="1.0"?>' + LEVELS + b"]><w>&l8;</w>"


def nested(depth: int) -> bytes:
    inner = docx()
    for _ in range(depth):
        inner = changed(docx(), word__embeddings__trong_DOT_docx=inner)
    return inner


def overlapping() -> bytes:
    """Return an archive whose list names the same bytes many times (the bomb of David Fifield)."""
    data = changed(docx(), word__media__a_DOT_bin=b"\0" * 1_000_000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.start_dir
        entries, end = data[at : data.rindex(b"PK\x05\x06")], data[data.rindex(b"PK\x05\x06") :]
        last = entries[entries.rindex(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"word/media/a.bin", b"word/media/%d.bin" % (n % 10)) for n in range(1, 10))
    whole = entries + copies
    count = len(archive.infolist()) + 9
    return data[:at] + whole + end[:8] + struct.pack("<HHI", count, count, len(whole)) + end[16:]


def template_from(place: bytes) -> bytes:
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="' + place + b'" TargetMode="External"/></Relationships>'
    )
    return changed(docx(), word___rels__settings_DOT_xml_DOT_rels=relation)


def macro_types() -> bytes:
    data = docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = types.replace(b"document.main+xml", b"document.macroEnabled.main+xml")
            new.writestr(entry.filename, content)
    return kept.getvalue()


HOSTILE: list[tuple[str, str, Callable[[], bytes], Danger]] = [
    (
        "PDF and page",
        "a.pdf",
        lambda: b"%PDF-1.7\n<html><script>alert(1)</script></html>\n" + pdf(),
        Danger.SECOND_CONTENT,
    ),
    ("PDF and archive", "a.pdf", lambda: pdf() + docx(), Danger.SECOND_CONTENT),
    ("PDF and page behind", "a.pdf", lambda: pdf() + b"\n<html><script>alert(1)</script>", Danger.SECOND_CONTENT),
    ("picture and archive", "a.jpg", lambda: jpg() + docx(), Danger.SECOND_CONTENT),
    ("picture and page", "a.jpg", lambda: jpg(comment=b"<script>alert(1)</script>"), Danger.SECOND_CONTENT),
    ("picture and PDF", "a.png", lambda: png(1, 1)[:33] + b"%PDF-1.7" + pdf(), Danger.SECOND_CONTENT),
    ("PNG and page behind", "a.png", lambda: png(1, 1) + b"<html><body onload=alert(1)>", Danger.SECOND_CONTENT),
    ("archive and PDF", "a.docx", lambda: changed(docx()) + b"%PDF-1.7\n", Danger.SECOND_CONTENT),
    ("picture of 100,000 × 100,000", "a.png", lambda: png(100_000, 100_000), Danger.TOO_MANY_PIXELS),
    ("JPEG of 65,500 × 65,500", "a.jpg", huge_jpg, Danger.TOO_MANY_PIXELS),
    (
        "bomb in Word",
        "a.docx",
        lambda: changed(docx(), word__media__a_DOT_bin=b"\0" * 60_000_000),
        Danger.UNPACKS_TOO_MUCH,
    ),
    (
        "bomb in Excel",
        "a.xlsx",
        lambda: changed(xlsx(), xl__a_DOT_xml=b"<a>" + b" " * 60_000_000),
        Danger.UNPACKS_TOO_MUCH,
    ),
    ("overlapping parts", "a.docx", overlapping, Danger.UNPACKS_TOO_MUCH),
    ("packed in packed", "a.docx", lambda: nested(4), Danger.TOO_DEEP),
    ("entities in Word", "a.docx", lambda: changed(docx(), word__document_DOT_xml=BOMB_OF_WORDS), Danger.ENTITIES),
    (
        "entities in UTF-16",
        "a.docx",
        lambda: changed(docx(), word__document_DOT_xml=BOMB_OF_WORDS.decode().encode("utf-16")),
        Danger.ENTITIES,
    ),
    (
        "entities pushed out of sight",
        "a.docx",
        lambda: changed(docx(), word__document_DOT_xml=b"<!--" + b"x" * 9000 + b"-->" + BOMB_OF_WORDS),
        Danger.ENTITIES,
    ),
    ("entities in Excel", "a.xlsx", lambda: changed(xlsx(), xl__sharedStrings_DOT_xml=BOMB_OF_WORDS), Danger.ENTITIES),
    ("macros in Word", "a.docx", lambda: changed(docx(), word__vbaProject_DOT_bin=b"x"), Danger.PROGRAM_INSIDE),
    ("macros by their type", "a.docx", macro_types, Danger.PROGRAM_INSIDE),
    (
        "program in Word",
        "a.docx",
        lambda: changed(docx(), word__embeddings__a_DOT_bin=b"MZ" + b"\0" * 99),
        Danger.PROGRAM_INSIDE,
    ),
    (
        "macros in a table in Word",
        "a.docx",
        lambda: changed(docx(), word__embeddings__b_DOT_xlsx=changed(xlsx(), xl__vbaProject_DOT_bin=b"x")),
        Danger.PROGRAM_INSIDE,
    ),
    ("template from elsewhere", "a.docx", lambda: template_from(b"http://evil.example/a.dotm"), Danger.OUTER_LINKS),
    ("template from a share", "a.docx", lambda: template_from(b"\\\\evil.example\\a.dotm"), Danger.OUTER_LINKS),
    ("path in the archive", "a.docx", lambda: changed(docx(), **{"..__..__etc__passwd": b"x"}), Danger.DAMAGED),
    ("locked PDF", "a.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")), Danger.LOCKED),
    ("damaged PDF with scripts", "a.pdf", lambda: b"%PDF-1.7\n/JavaScript" + b"x" * 500, Danger.DAMAGED),
    *((f"PDF with {make.__name__}", "a.pdf", lambda make=make: pdf(make), Danger.ACTIVE_PDF) for make in ACTIVE),
    *(
        (f"packed PDF with {make.__name__}", "a.pdf", lambda make=make: pdf(make, **PACKED), Danger.ACTIVE_PDF)
        for make in ACTIVE[:2]
    ),
    ("PDF with an escaped name", "a.pdf", lambda: escaped(pdf(script)), Danger.ACTIVE_PDF),
]


@pytest.mark.parametrize(("name", "make", "danger"), [each[1:] for each in HOSTILE], ids=[each[0] for each in HOSTILE])
def test_it_is_refused_in_words_and_leaves_nothing(
    name: str, make: Callable[[], bytes], danger: Danger, tmp_path: Path
) -> None:
    data = make()
    assert len(data) < 1_000_000
    with pytest.raises(DangerousFile) as refusal:
        keep(data, f"Giấy {name}")
    assert refusal.value.params["danger"] == danger.value
    assert f"Giấy {name}" in refusal.value.message
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_picture_with_a_script_behind_it_is_no_kind_we_take() -> None:
    with pytest.raises(WrongFileType):
        keep(b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "a.gif")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.pdf", pdf),
        ("a.pdf", lambda: pdf(**PACKED)),
        ("a.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="a"))),
        ("a.pdf", lambda: pdf() + b"\0" * 4000),
        ("a.docx", docx),
        ("a.docx", lambda: template_from(b"file:///C:/Users/A/Normal.dotm")),
        ("a.docx", lambda: changed(docx(), word__embeddings__bang_DOT_xlsx=xlsx())),
        ("a.xlsx", lambda: xlsx(3000)),
        ("a.jpg", jpg),
        ("a.jpg", lambda: jpg() + b"\0\0\0\x18ftypmp42" + b"\0" * 3000),  # a telephone's moving picture
        ("a.png", lambda: png(4960, 7016)),
    ],
)
def test_honest_files_are_taken(name: str, make: Callable[[], bytes]) -> None:
    assert keep(make(), name).size == len(make()) or name.endswith((".docx", ".xlsx", ".pdf"))


def with_data(content: bytes, kind: str = "application/json") -> bytes:
    """Return a PDF with an attached file that says it is of a kind."""

    def attach(made: Pdf) -> None:
        made.attachments["ket-qua.json"] = pikepdf.AttachedFileSpec(
            made, content, filename="ket-qua.json", description="", mime_type=kind, creation_date="", mod_date=""
        )

    return pdf(attach)


def test_attached_data_start_nothing_and_are_taken() -> None:
    assert keep(with_data(b'{"number": "01/CC"}'), "a.pdf").size


@pytest.mark.parametrize(
    "make",
    [
        lambda: with_data(b"MZ" + b"\0" * 100),
        lambda: with_data(b'{"number": "01/CC"}', kind="application/octet-stream"),
        lambda: with_data(b"[" * 100_000),
        lambda: with_data(b'"' + bytes(range(48, 122)) * 9000 + b'"'),
    ],
)
def test_attached_files_that_only_say_they_are_data_are_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(DangerousFile):
        keep(make(), "a.pdf")


@pytest.mark.parametrize("make", ACTIVE)
def test_where_the_province_wishes_a_pdf_is_made_harmless(make: Callable[[Pdf], None], settings: Settings) -> None:
    settings.FILES_ACTIVE_PDF = "clean"
    info = keep(pdf(make), "a.pdf")
    with queries.open_file(file_id=info.id) as content:
        kept = content.read()
    assert not any(word in kept for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFiles", b"/XFA", b"/EF"))
    with Pdf.open(io.BytesIO(kept)) as left:
        assert len(left.pages) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("con.pdf", "_con.pdf"),
        ("AUX .pdf", "_AUX .pdf"),
        ("lpt1", "_lpt1"),
        ("Công văn.pdf", "Công văn.pdf"),
        ("contract.pdf", "contract.pdf"),
        ("giay\u202egpj.exe", "giaygpj.exe"),
        ("a\u0000\u0007.pdf", "a.pdf"),
        ("\\\\server\\share\\nul.pdf", "_nul.pdf"),
    ],
)
def test_names_of_devices_and_hidden_letters_are_made_harmless(sent: str, kept: str) -> None:
    assert rules.harmless_name(sent) == kept


def test_what_the_program_made_itself_is_not_looked_at() -> None:
    data = testing.PDF.replace(b"/Catalog", b"/Catalog /JavaScript null")
    info = services.store_bytes(data=data, name="a.pdf", actor=Actor.system("test"), now=NOW, made_here=True)
    assert info.size == len(data)
