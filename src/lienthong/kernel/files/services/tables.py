"""Reading tables that people send: CSV or XLSX, within limits that hold against files made to harm.

An archive may unpack to a flood, say of itself that it does not, reach to the last cell of the largest sheet, or repeat
one long text a million times. So each part is unpacked here and counted, what a sheet claims to hold is counted before
anything is built from it, and the reader gets a copy of what was counted.
"""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from ..contracts import Cell, TableLimits, UnreadableTable

ARCHIVE = b"PK"
# Files of Excel before 2007 and protected ones are of this kind; people send them under either name.
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = (",", ";", "\t")
MOST_PARTS = 1_000
MOST_CELLS = 3_000_000
# Letters of all cells together, whatever they share in the file.
MOST_LETTERS = 100_000_000
LONGEST_NAME = 100
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?c\b(?![^>]*\sr\s*=)")
_SHARED = re.compile(rb"""<(?:\w+:)?c\s[^>]*\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*([0-9]{1,9})""")
_END_OF_SHARED = re.compile(rb"</(?:\w+:)?si\s*>")
STANDARD = TableLimits()
# What the readers raise at a file they cannot take; zipfile answers an unknown packing with NotImplementedError.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
)


def read_table(*, name: str, content: bytes, limits: TableLimits = STANDARD) -> list[list[Cell]]:
    """Return the rows of a table that are not empty, the heading first: the first sheet of an XLSX, or a CSV.

    A CSV is in UTF-8, with a mark or without, or in UTF-16 as Excel writes “Unicode text”; comma, semicolon or tab
    divide it, whichever its first line has most of. Its cells are texts without outer spaces.

    :param name: as it was sent, named in the sentence that refuses it
    :raises UnreadableTable: neither, empty, or more than the limits
    """
    if content.startswith(ARCHIVE):
        rows = next(iter(read_sheets(content=content, limits=limits, most=1).values()))
    else:
        rows = _csv(name, content, limits)
    filled = [row for row in rows if any(cell_text(cell) for cell in row)]
    if not filled:
        raise UnreadableTable(_("The file is empty."))
    if len(filled) > limits.rows + 1:
        raise _too_long(limits)
    if max(map(len, filled)) > limits.columns:
        raise UnreadableTable(_("The table has more than %(most)d columns.") % {"most": limits.columns})
    return filled


def read_sheets(
    *, content: bytes, limits: TableLimits = STANDARD, most: int = 50, header_rows: int = 1
) -> Mapping[str, list[list[Cell]]]:
    """Return the rows of the first sheets of an XLSX by the name of the sheet, in order; empty rows stay in place.

    :param most: how many sheets are read
    :param header_rows: rows at the top that do not count as rows
    :raises UnreadableTable: no XLSX, or more than the limits
    """
    _check_size(content, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_counted_copy(content, limits)))
        sheets: dict[str, list[list[Cell]]] = {}
        for name in book.sheet_names[:most]:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            while rows and not any(cell_text(cell) for cell in rows[-1]):
                rows.pop()
            if len(rows) > limits.rows + header_rows:
                raise _too_long(limits)
            sheets[name] = [list(row) for row in rows]
    except BROKEN as broken:
        raise _no_workbook() from broken
    if not sheets:
        raise _no_workbook()
    return sheets


def cell_text(cell: Cell | None) -> str:
    """Return a cell as people read it: days as 31/12/2026, whole numbers without a point, nothing for an empty one."""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _csv(name: str, content: bytes, limits: TableLimits) -> list[list[Cell]]:
    _check_size(content, limits)
    try:
        text = content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as broken:
        words = _("“%(name)s” is neither XLSX nor CSV in UTF-8; save it again as “CSV UTF-8”.")
        raise UnreadableTable(words % {"name": name[:LONGEST_NAME]}) from broken
    if "\0" in text:
        raise UnreadableTable(_("The file cannot be read as CSV."))
    head, _end, rest = text.partition("\n")
    if said := re.fullmatch(r"sep=([,;\t])\s*", head):  # Excel's own first line, which is not of the table
        separator, text = said[1], rest
    else:
        separator = max(SEPARATORS, key=head.count)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            # What was exported here has a mark before a text that a spreadsheet would take for a formula.
            rows.append([cell.strip().removeprefix("'") for cell in row])
            if len(rows) > limits.rows * 2 + 100:
                raise _too_long(limits)
    except csv.Error as broken:
        raise UnreadableTable(_("The file cannot be read as CSV.")) from broken
    return rows


def _check_size(content: bytes, limits: TableLimits) -> None:
    if len(content) > limits.megabytes * 1024**2:
        raise _too_large(limits)
    if content.startswith(OLD_EXCEL):
        raise UnreadableTable(_("The file is of an old Excel or has a password; save it as XLSX without one."))


def _counted_copy(content: bytes, limits: TableLimits) -> bytes:
    """Return the same workbook without compression, all of it counted and nothing but its tables in it."""
    left = limits.unpacked_megabytes * 1024**2
    copy = io.BytesIO()
    uses: Counter[int] = Counter()
    lengths: list[int] = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as plain:
        parts = {part.filename: part for part in packed.infolist()}
        if len(parts) != len(packed.infolist()) or len(parts) > MOST_PARTS:
            raise _no_workbook()
        for name, part in parts.items():
            if not name.lower().endswith((".xml", ".rels")):
                continue
            with packed.open(part) as stream:
                told = stream.read(left + 1)
            left -= len(told)
            if left < 0:
                raise _too_large(limits)
            if b"<!DOCTYPE" in told or b"\0" in told:
                raise _no_workbook()
            # Which part is a sheet is said in another part, so every part is looked at as if it were one.
            _check_reach(told)
            uses.update(int(found[1]) for found in _SHARED.finditer(told))
            if b":si>" in told or b"</si" in told:
                lengths = [len(piece) for piece in _END_OF_SHARED.split(told)]
            plain.writestr(name, told)
    if sum(lengths[number] * times for number, times in uses.items() if number < len(lengths)) > MOST_LETTERS:
        raise _too_large(limits)
    return copy.getvalue()


def _check_reach(part: bytes) -> None:
    """Refuse a sheet whose last cell is so far away that the room up to it would be too much."""
    rows = columns = 1
    for found in _PLACE.finditer(part):
        if len(found[1]) > 3 or len(found[2]) > 7:
            raise _no_workbook()
        rows = max(rows, int(found[2] or 1))
        columns = max(columns, _column(found[1]))
    # Rows and cells that do not say where they stand follow the one before.
    pieces = _ROW.split(part)
    rows += len(pieces) if any(b" r=" not in piece.partition(b">")[0] for piece in pieces[1:]) else 0
    columns += max(len(_CELL_WITHOUT_PLACE.findall(piece)) for piece in pieces)
    if rows * columns > MOST_CELLS:
        words = _("The sheet reaches to row %(rows)d, column %(columns)d. Delete what is empty behind the table.")
        raise UnreadableTable(words % {"rows": rows, "columns": columns})


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return max(number, 1)


def _too_large(limits: TableLimits) -> UnreadableTable:
    return UnreadableTable(_("The file is larger than %(limit)d MB.") % {"limit": limits.megabytes})


def _too_long(limits: TableLimits) -> UnreadableTable:
    words = _("At most %(rows)d rows are read at once; send the list in parts.")
    return UnreadableTable(words % {"rows": limits.rows})


def _no_workbook() -> UnreadableTable:
    return UnreadableTable(_("The file cannot be read as XLSX."))
