"""Lists as files for spreadsheets: real types, no formula, any length."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import Http404
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from lienthong.kernel.ui.services import Column, send_table
from lienthong.kernel.ui.services.tables import safe_cell

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam
EVIL = ("=1+1", "+84900", "-2", "@SUM(A1)", '=HYPERLINK("https://evil.example")', "\t=1", " =1", "＝1", "\n=1")


@dataclass(frozen=True)
class Line:
    """One row of the test."""

    name: str
    count: int = 3
    at: datetime | None = AT
    day: date | None = date(2026, 11, 24)


COLUMNS = (
    Column[Line]("Tên", lambda line: line.name, 40),
    Column[Line]("Số", lambda line: line.count),
    Column[Line]("Lúc", lambda line: line.at),
    Column[Line]("Ngày", lambda line: line.day),
)


def as_file(kind: str, *lines: Line) -> bytes:
    answer = send_table(kind=kind, name="thu", columns=COLUMNS, rows=iter(lines))
    assert f".{kind}" in answer["Content-Disposition"]
    return b"".join(answer)


def sheet(content: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return etree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def cells(content: bytes) -> list[tuple[str, str]]:
    """Return kind and content of each cell below the heading."""
    found = sheet(content).iter(f"{MAIN}c")
    below = [cell for cell in found if not (cell.get("r") or "").endswith("1") or len(cell.get("r") or "") > 2]
    return [(cell.get("t", "n"), "".join(cell.itertext())) for cell in below]


def test_a_csv_says_dates_as_people_write_them() -> None:
    lines = list(csv.reader(io.StringIO(as_file("csv", Line("Trần Văn Bình")).decode("utf-8-sig"))))
    assert lines == [["Tên", "Số", "Lúc", "Ngày"], ["Trần Văn Bình", "3", "23/11/2026 09:00", "24/11/2026"]]


def test_a_workbook_keeps_numbers_and_dates_as_such() -> None:
    name, count, at, day = cells(as_file("xlsx", Line("Trần Văn Bình")))
    assert name == ("inlineStr", "Trần Văn Bình")
    assert count == ("n", "3")
    assert (at[0], float(at[1])) == ("n", 46349.375)
    assert (day[0], float(day[1])) == ("n", 46350.0)


@pytest.mark.parametrize("text", EVIL)
def test_nothing_anybody_typed_becomes_a_formula(text: str) -> None:
    assert as_file("csv", Line(text)).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    content = as_file("xlsx", Line(text))
    assert not list(sheet(content).iter(f"{MAIN}f"))
    assert cells(content)[0][0] == "inlineStr"
    assert b"hyperlink" not in etree.tostring(sheet(content))


@pytest.mark.parametrize("text", ["Trần", "", "5 = 5", "a@b.vn", "1-2"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["\x00\x01\ufffe", "a" * 40_000, "<b>&</b>", "📄"])
def test_whatever_was_typed_makes_a_readable_file(text: str) -> None:
    assert len(cells(as_file("xlsx", Line(text)))) == 4
    assert as_file("csv", Line(text))


def test_an_empty_list_has_its_heading() -> None:
    assert len(list(sheet(as_file("xlsx")).iter(f"{MAIN}c"))) == 4
    assert as_file("csv", Line("x", at=None, day=None)).decode("utf-8-sig").splitlines()[1] == "x,3,,"


def test_rows_are_read_one_by_one() -> None:
    taken: list[int] = []

    def rows() -> Iterator[Line]:
        for number in range(1000):
            taken.append(number)
            yield Line(str(number))

    answer = iter(send_table(kind="csv", name="thu", columns=COLUMNS, rows=rows()))
    assert [next(answer) for _each in range(3)]
    assert len(taken) == 1


def test_another_kind_is_not_found() -> None:
    with pytest.raises(Http404):
        send_table(kind="exe", name="thu", columns=COLUMNS, rows=())
