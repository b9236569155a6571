"""Reading a table that somebody sends: CSV or XLSX, as rows of text by folded heading."""

import csv
import io
import zipfile
from datetime import date, datetime

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from lienthong.kernel.acts.contracts import FieldError, Invalid
from lienthong.kernel.ui.contracts import fold

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 30_000
MAX_COLUMNS = 60


def read_table(*, name: str, content: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the folded headings of a table and its rows as texts; empty rows are left out.

    :raises Invalid: it is neither CSV in UTF-8 nor XLSX, too large, or has no heading
    """
    if len(content) > MAX_BYTES:
        raise _unreadable(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024**2})
    rows = _sheet(content) if content[:2] == b"PK" else _lines(name, content)
    filled = [row for row in rows if any(row)]
    if not filled:
        raise _unreadable(_("The file is empty."))
    if len(filled) > MAX_ROWS + 1 or any(len(row) > MAX_COLUMNS for row in filled):
        raise _unreadable(_("At most %(rows)d rows are read at once; send the list in parts.") % {"rows": MAX_ROWS})
    return [fold(heading) for heading in filled[0]], filled[1:]


def _sheet(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED:
                raise _unreadable(_("The file is larger than %(limit)d MB.") % {"limit": MAX_UNPACKED // 1024**2})
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (zipfile.BadZipFile, CalamineError, IndexError, OSError) as broken:
        raise _unreadable(_("The file cannot be read as XLSX.")) from broken
    return [[_text(cell) for cell in row] for row in cells]


def _lines(name: str, content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        words = _("“%(name)s” is neither XLSX nor CSV in UTF-8; save it again as “CSV UTF-8”.")
        raise _unreadable(words % {"name": name[:100]}) from broken
    if "\0" in text:
        raise _unreadable(_("The file cannot be read as CSV."))
    head = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=head.count)
    try:
        return [
            [cell.strip().removeprefix("'") for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as broken:
        raise _unreadable(_("The file cannot be read as CSV.")) from broken


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _unreadable(words: str) -> Invalid:
    return Invalid(words, errors=(FieldError("file", words),))
