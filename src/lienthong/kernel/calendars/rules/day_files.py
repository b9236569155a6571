"""Special days in a file that people send: a table with a heading, or the JSON of published holidays."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lienthong.kernel.ui.contracts import fold, read_day

from ..contracts import DayEntry, DayKind
from .hours import read_sessions, read_typed_sessions

HEADINGS = {
    "date": "date", "ngay": "date", "day": "date",
    "kind": "kind", "loai": "kind", "loai ngay": "kind",
    "name": "name", "ten": "name", "ten ngay": "name", "noi dung": "name",
    "source": "source", "nguon": "source", "can cu": "source", "van ban": "source",
    "hours": "hours", "gio": "hours", "gio lam viec": "hours",
    "to_confirm": "to_confirm", "to confirm": "to_confirm", "can xac nhan": "to_confirm", "status": "to_confirm",
}  # fmt: skip
KINDS = {
    **{kind.value: kind for kind in DayKind},
    "statutory": DayKind.HOLIDAY, "nghi le": DayKind.HOLIDAY, "ngay nghi le": DayKind.HOLIDAY, "le": DayKind.HOLIDAY,
    "nghi bu": DayKind.COMPENSATION, "hoan doi": DayKind.SWAP_OFF, "nghi hoan doi": DayKind.SWAP_OFF,
    "nghi do hoan doi": DayKind.SWAP_OFF, "lam bu": DayKind.MAKE_UP_WORKDAY, "ngay lam bu": DayKind.MAKE_UP_WORKDAY,
    "nua ngay": DayKind.HALF_DAY, "lam nua ngay": DayKind.HALF_DAY,
}  # fmt: skip
YES = {"1", "x", "co", "yes", "true", "to_confirm", "can xac nhan"}


class Fault(StrEnum):
    """What can be wrong with a line; pages put it into words."""

    DATE = "date"
    KIND = "kind"
    NAME = "name"
    HOURS = "hours"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class LineFault:
    """One line that cannot be read, what is wrong with it, and what stood there."""

    line: int
    fault: Fault
    found: str


def records_of_json(text: str) -> list[Mapping[str, Any]]:
    """Return the days of a JSON file: a list, or an object with the list under `days`.

    :raises ValueError: it is not JSON, or not such a list
    """
    try:
        loaded = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    days = loaded.get("days") if isinstance(loaded, dict) else loaded
    if not isinstance(days, list) or not all(isinstance(day, dict) for day in days):
        raise ValueError("not a list of days")
    return [{HEADINGS.get(fold(str(key)), str(key)): value for key, value in day.items()} for day in days]


def records_of_table(rows: Iterable[Sequence[Any]]) -> list[Mapping[str, Any]]:
    """Return the days of a table whose first line names its columns.

    :raises ValueError: there is no column for the day, the kind or the name
    """
    lines = iter(rows)
    columns = [HEADINGS.get(fold(str(cell)), "") for cell in next(lines, ())]
    if missing := {"date", "kind", "name"} - set(columns):
        raise ValueError(f"no column for {sorted(missing)[0]}")
    return [
        {column: cell for column, cell in zip(columns, line, strict=False) if column}
        for line in lines
        if any(str(cell).strip() for cell in line)
    ]


def read_records(records: Iterable[Mapping[str, Any]], *, first_line: int) -> tuple[list[DayEntry], list[LineFault]]:
    """Return the days of a file in order, and what is wrong with other lines.

    :param first_line: number of the first record as people count lines
    """
    entries: dict[date, DayEntry] = {}
    faults: list[LineFault] = []
    for number, record in enumerate(records, first_line):
        found = _entry(record)
        if isinstance(found, DayEntry) and found.day in entries:
            faults.append(LineFault(number, Fault.TWICE, found.day.isoformat()))
        elif isinstance(found, DayEntry):
            entries[found.day] = found
        else:
            faults.append(LineFault(number, found, _shown(record.get(found.value))))
    return [entries[day] for day in sorted(entries)], faults


def _entry(record: Mapping[str, Any]) -> DayEntry | Fault:
    day, kind = _day(record.get("date")), KINDS.get(fold(str(record.get("kind") or "")))
    name = " ".join(str(record.get("name") or "").split())
    if day is None:
        return Fault.DATE
    if kind is None:
        return Fault.KIND
    if not name:
        return Fault.NAME
    try:
        hours = _hours(record.get("hours"))
    except ValueError:
        return Fault.HOURS
    doubt = fold(str(record.get("to_confirm") or "")) in YES
    source = " ".join(str(record.get("source") or "").split())
    return DayEntry(day, kind, name, source, hours=hours, to_confirm=doubt)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return read_day(str(value or "").strip()[:10])


def _hours(value: object) -> tuple[tuple[int, int], ...] | None:
    if value is None or value == "":
        return None
    return read_sessions(value) if isinstance(value, list) else read_typed_sessions(str(value))


def _shown(value: object) -> str:
    return str("" if value is None else value)[:60]
