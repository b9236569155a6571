"""Sends a list as a file for spreadsheets: CSV or XLSX, of any length, in bounded memory.

A system names its columns once and gives its rows as an iterator:

    return send_table(kind=kind, name="ho-so", columns=COLUMNS, rows=rows)
"""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import xlsxwriter
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Row = TypeVar("Row")
Cell = str | Promise | int | Decimal | date | None
CSV, XLSX = "csv", "xlsx"
# A spreadsheet runs a cell of a CSV that begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Limits of the format itself.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
PIECE_BYTES = 64 * 1024
# Rows go to the disk as they come; whatever begins with a sign or an address stays a text.
WORKBOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its heading, what of a row stands in it, how wide it is in letters.

    Instants, days and whole numbers stay what they are, so that a spreadsheet can sort and add them.
    """

    label: str | Promise
    value: Callable[[Row], Cell]
    width: int = 18


def send_table(*, kind: str, name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> StreamingHttpResponse:
    """Answer with the rows as a file; no text in it is taken for a formula, whoever wrote it.

    :param kind: "csv" or "xlsx", as at the end of the address
    :param name: of the file, without its date and ending
    :param rows: read once, from front to back; never held together in memory
    :raises Http404: another kind was asked for
    """
    if kind == CSV:
        made = StreamingHttpResponse(_csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    elif kind == XLSX:
        made = StreamingHttpResponse(_workbook(columns, rows), content_type=XLSX_TYPE)
    else:
        raise Http404
    made["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y%m%d}.{kind}"'
    made["Cache-Control"] = "private, no-store"
    made["X-Content-Type-Options"] = "nosniff"
    return made


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula when it opens a CSV."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(FORMULA) or text.startswith(FORMULA) else text


class _Line:
    """Takes what the CSV writer writes and hands it on."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def _csv_lines(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterator[str]:
    writer: Any = csv.writer(_Line())
    # The mark tells Excel that the file is UTF-8.
    yield "\ufeff"
    yield writer.writerow([str(column.label) for column in columns])
    for row in rows:
        yield writer.writerow([_written(column.value(row)) for column in columns])


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, int | Decimal):
        return str(cell)
    return safe_cell(str(cell))


def _workbook(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterator[bytes]:
    """Write the workbook to a temporary file, then hand it on in pieces; the file disappears afterwards."""
    with tempfile.TemporaryFile(prefix="lt-table-") as file:
        with xlsxwriter.Workbook(file, WORKBOOK) as book:
            _fill(book, columns, rows)
        file.seek(0)
        while piece := file.read(PIECE_BYTES):
            yield piece


def _fill(book: xlsxwriter.Workbook, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> None:
    bold = book.add_format({"bold": True})
    instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    sheet = _sheet(book, columns, bold)
    at = 0
    for row in rows:
        if at == MOST_ROWS:
            at, sheet = 0, _sheet(book, columns, bold)
        at += 1
        for place, column in enumerate(columns):
            _put(sheet, at, place, column.value(row), instant, day)


def _sheet(book: xlsxwriter.Workbook, columns: Sequence[Column[Row]], bold: Format) -> Worksheet:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.label), bold)
    return sheet


def _put(sheet: Worksheet, row: int, place: int, cell: Cell, instant: Format, day: Format) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, place, timezone.localtime(cell).replace(tzinfo=None), instant)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, day)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(row, place, cell)
    else:
        sheet.write_string(row, place, str(cell)[:LONGEST_CELL])
