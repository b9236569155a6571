"""Reading special days from a file that somebody sends: CSV, XLSX or JSON. Nothing is written."""

from django.utils.translation import gettext as _

from lienthong.kernel.files.contracts import TableLimits, UnreadableTable
from lienthong.kernel.files.services import read_table

from ..contracts import DayEntry, RowFault, UnreadableDays
from ..rules import day_files
from ..rules.day_files import Fault, LineFault

LIMITS = TableLimits(megabytes=2, unpacked_megabytes=32, rows=2000, columns=30)
MOST_FAULTS = 20


def read_days(*, name: str, content: bytes) -> tuple[DayEntry, ...]:
    """Return the days of a file; all of them or none.

    :param name: file name, whose ending says what it is
    :raises UnreadableDays: too large, not such a file, or lines that cannot be read, each named
    """
    kind = name.lower().rpartition(".")[2]
    if len(content) > LIMITS.megabytes * 1024**2:
        raise UnreadableDays(_("The file is larger than %(limit)d MB.") % {"limit": LIMITS.megabytes})
    try:
        if kind == "json":
            records, first_line = day_files.records_of_json(content.decode("utf-8-sig")), 1
        elif kind in {"csv", "xlsx"}:
            records, first_line = day_files.records_of_table(read_table(name=name, content=content, limits=LIMITS)), 2
        else:
            raise UnreadableDays(_("Send a CSV, XLSX or JSON file."))
    except UnreadableTable as refusal:
        raise UnreadableDays(refusal.message) from refusal
    except ValueError as error:
        words = _("The file cannot be read: it needs the columns day, kind and name (in JSON: date, kind, name).")
        raise UnreadableDays(words) from error
    if len(records) > LIMITS.rows:
        raise UnreadableDays(_("At most %(most)d days at once; do it in parts.") % {"most": LIMITS.rows})
    entries, faults = day_files.read_records(records, first_line=first_line)
    if faults:
        told = tuple(RowFault(fault.line, _words(fault)) for fault in faults[:MOST_FAULTS])
        raise UnreadableDays(_("Some lines cannot be read; nothing was taken over."), faults=told)
    if not entries:
        raise UnreadableDays(_("There is no day in the file."))
    return tuple(entries)


def _words(fault: LineFault) -> str:
    said = {
        Fault.DATE: _("“%(found)s” is not a day such as 30/04/2027"),
        Fault.KIND: _("“%(found)s” is no kind of day"),
        Fault.NAME: _("The day has no name"),
        Fault.HOURS: _("“%(found)s” are not hours such as 07:30-11:30"),
        Fault.TWICE: _("The day %(found)s stands in the file twice"),
    }[fault.fault]
    return said % {"found": fault.found}
