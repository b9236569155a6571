"""Reading special days from a file that somebody sends: CSV, XLSX or JSON. Nothing is written."""

import csv
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from ..contracts import DayEntry, RowFault, UnreadableDays
from ..rules import day_files
from ..rules.day_files import Fault, LineFault

MOST_BYTES = 2 * 1024 * 1024
# A packed table may swell; what is unpacked is bounded too.
MOST_UNPACKED = 32 * 1024 * 1024
MOST_LINES = 2000
MOST_FAULTS = 20


def read_days(*, name: str, content: bytes) -> tuple[DayEntry, ...]:
    """Return the days of a file; all of them or none.

    :param name: file name, whose ending says what it is
    :raises UnreadableDays: too large, not such a file, or lines that cannot be read, each named
    """
    if len(content) > MOST_BYTES:
        raise UnreadableDays(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024**2})
    kind = name.lower().rpartition(".")[2]
    try:
        if kind == "json":
            records, first_line = day_files.records_of_json(content.decode("utf-8-sig")), 1
        elif kind in {"csv", "xlsx"}:
            rows = _csv(content) if kind == "csv" else _xlsx(content)
            records, first_line = day_files.records_of_table(rows), 2
        else:
            raise UnreadableDays(_("Send a CSV, XLSX or JSON file."))
    except (ValueError, csv.Error, CalamineError, zipfile.BadZipFile) as error:
        words = _("The file cannot be read: it needs the columns day, kind and name (in JSON: date, kind, name).")
        raise UnreadableDays(words) from error
    if len(records) > MOST_LINES:
        raise UnreadableDays(_("At most %(most)d days at once; do it in parts.") % {"most": MOST_LINES})
    entries, faults = day_files.read_records(records, first_line=first_line)
    if faults:
        told = tuple(RowFault(fault.line, _words(fault)) for fault in faults[:MOST_FAULTS])
        raise UnreadableDays(_("Some lines cannot be read; nothing was taken over."), faults=told)
    if not entries:
        raise UnreadableDays(_("There is no day in the file."))
    return tuple(entries)


def _csv(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    return list(csv.reader(StringIO(text), delimiter=delimiter))


def _xlsx(content: bytes) -> Sequence[Sequence[Any]]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
            raise UnreadableDays(_("The file is larger than %(most)d MB.") % {"most": MOST_UNPACKED // 1024**2})
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_index(0).to_python()[: MOST_LINES + 2]


def _words(fault: LineFault) -> str:
    said = {
        Fault.DATE: _("“%(found)s” is not a day such as 30/04/2027"),
        Fault.KIND: _("“%(found)s” is no kind of day"),
        Fault.NAME: _("The day has no name"),
        Fault.HOURS: _("“%(found)s” are not hours such as 07:30-11:30"),
        Fault.TWICE: _("The day %(found)s stands in the file twice"),
    }[fault.fault]
    return said % {"found": fault.found}
