"""Tables that people send: what is read, and what is refused with a sentence, however it was made."""

import contextlib
import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.files.contracts import TableLimits, UnreadableTable
from lienthong.kernel.files.services import cell_text, read_sheets, read_table

TABLE = [["Mã", "Tên"], ["H32.17", "Sở Nội vụ"], ["H32.18", "a;b"]]
SMALL = TableLimits(megabytes=1, unpacked_megabytes=2, rows=3, columns=4)
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: list[list[Any]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return target.getvalue()


def changed(parts: dict[str, bytes]) -> bytes:
    """Return a workbook of which parts say something else."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(TABLE))) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts.get(name) or old.read(name))
    return target.getvalue()


def sheet(cells: str) -> dict[str, bytes]:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return {SHEET: f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()}


def lying(content: bytes, *, says: int) -> bytes:
    """Let an archive say of each part that it is smaller than it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for part in new.infolist():
            part.file_size = min(part.file_size, says)
    return target.getvalue()


def text_of(rows: list[list[Any]]) -> list[list[str]]:
    return [[cell_text(cell) for cell in row] for row in rows]


COMMA = 'Mã,Tên\nH32.17,Sở Nội vụ\n\nH32.18,"a;b"\n'
SEMICOLON = 'Mã;Tên\r\nH32.17;Sở Nội vụ\r\nH32.18;"a;b"\r\n'


@pytest.mark.parametrize(
    "content",
    [
        COMMA.encode(),
        COMMA.encode("utf-8-sig"),
        COMMA.replace(",", "\t").encode("utf-16"),
        SEMICOLON.encode("utf-8-sig"),
        f"sep=;\r\n{SEMICOLON}".encode(),
        workbook([TABLE[0], [], *TABLE[1:]]),
    ],
    ids=["comma", "mark", "unicode-text", "semicolon", "says-its-separator", "xlsx"],
)
def test_a_table_is_read_however_a_spreadsheet_of_here_saves_it(content: bytes) -> None:
    assert read_table(name="a", content=content) == TABLE


def test_a_formula_is_what_it_gave_and_a_guarded_text_loses_its_mark() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write_formula(1, 0, "=1+1", value=2)
        page.write_datetime(1, 1, date(2026, 4, 30), book.add_format({"num_format": "dd/mm/yyyy"}))
    assert text_of(read_table(name="a.xlsx", content=target.getvalue())) == [["a", "b"], ["2", "30/04/2026"]]
    assert read_table(name="a.csv", content=b"a,b\n'=1+1,=2\n")[1] == ["=1+1", "=2"]


def test_sheets_are_told_by_their_names_and_keep_their_empty_rows() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name in ("one", "two"):
            book.add_worksheet(name).write_row(2, 1, [name, 2.5, True])
    found = read_sheets(content=target.getvalue())
    assert list(found) == ["one", "two"]
    assert found["two"][2] == ["", "two", 2.5, True]
    assert found["two"][:2] == [["", "", "", ""]] * 2
    assert list(read_sheets(content=target.getvalue(), most=1)) == ["one"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n , \n", "empty"),
        (b"PK\x03\x04rubbish", "XLSX"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "UTF-8"),
        ("Mã,Tên\nH32,Sở Nội vụ".encode("cp1258", "replace"), "UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"a\0b", "CSV"),
        (b'a,"' + b"b" * 200_000, "CSV"),
        (b"a\n" * 5, "3 rows"),
        (b"\n" * 200 + b"a\n", "3 rows"),
        (b"a,b,c,d,e\n", "4 columns"),
        (b"a" * (1024**2 + 1), "1 MB"),
        (workbook([["a"]] * 5), "3 rows"),
        (changed({SHEET: b"0" * 3_000_000}), "1 MB"),
        (changed({SHEET: b"no xml"}), "XLSX"),
        (changed({"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "XLSX"),
        (changed(sheet('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>')), "16384"),
        (changed(sheet("<row/>" * 200 + '<row><c r="XFD1"><v>1</v></c></row>')), "16384"),
        (changed(sheet('<row r="99999999999"><c><v>1</v></c></row>')), "XLSX"),
    ],
)  # fmt: skip
def test_what_is_no_table_or_too_much_of_one_is_refused_and_says_why(content: bytes, says: str) -> None:
    with translation.override("en"), pytest.raises(UnreadableTable) as refusal:
        read_table(name="ds.csv", content=content, limits=SMALL)
    assert says in refusal.value.message
    assert refusal.value.errors[0].path == "file"


def test_an_archive_that_says_it_is_small_is_not_believed() -> None:
    with pytest.raises(UnreadableTable):
        read_table(name="a.xlsx", content=lying(changed({SHEET: b"0" * 3_000_000}), says=100), limits=SMALL)


def test_one_long_text_told_a_thousand_times_is_refused() -> None:
    cells = "".join(f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 5_000))
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>' + b"a" * 32_000
    content = changed(sheet(cells) | {"xl/sharedStrings.xml": strings + b"</t></si></sst>"})
    with translation.override("en"), pytest.raises(UnreadableTable, match="larger than 10 MB"):
        read_table(name="a.xlsx", content=content)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_damaged_workbook_is_read_or_refused_but_breaks_nothing(damage: list[tuple[int, int]]) -> None:
    content = bytearray(changed({}))
    for place, value in damage:
        content[place % len(content)] = value
    with contextlib.suppress(UnreadableTable):
        read_table(name="a.xlsx", content=bytes(content))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_part_of_a_workbook_breaks_the_reading(part: bytes) -> None:
    with contextlib.suppress(UnreadableTable):
        read_sheets(content=changed({SHEET: part}))
