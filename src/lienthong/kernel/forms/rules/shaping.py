"""Bringing answers to one shape before they are judged, from pages, machines and sheets alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from lienthong.kernel.ui.contracts import read_day

from ..contracts import FieldDescription, FieldKind, FormDescription
from .numbers import tidy_business_code, tidy_digits, tidy_phone

TIDY: Mapping[FieldKind, Callable[[str], str]] = {
    FieldKind.PERSONAL_NUMBER: tidy_digits,
    FieldKind.PHONE: tidy_phone,
    FieldKind.BUSINESS_CODE: tidy_business_code,
}
# Control characters except line ends and tabs, halves of letters, and marks that turn the direction of writing.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
MOST_DIGITS = 15
# A page sends one pair a field; a machine may send more than is asked, but not a flood.
MOST_ANSWERS = 1_000
LONGEST_ANSWERS = 500_000


def is_bearable(data: Mapping[str, Any]) -> bool:
    """Tell whether answers are of a size that is worth reading: number of answers, rows, and letters in all."""
    if len(data) > MOST_ANSWERS:
        return False
    left = LONGEST_ANSWERS
    waiting: list[tuple[Any, int]] = [(data, 0)]
    while waiting:
        value, level = waiting.pop()
        left -= len(value) if isinstance(value, str) else 8
        if left < 0 or level > 4:
            return False
        if isinstance(value, Mapping):
            if len(value) > MOST_ANSWERS:
                return False
            waiting += [(item, level + 1) for item in value.values()]
        elif isinstance(value, list):
            if len(value) > LONGEST_ANSWERS // 8:
                return False
            waiting += [(item, level + 1) for item in value]
    return True


def _shaped(field: FieldDescription | None, value: Any) -> Any:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
        return TIDY[field.kind](text) if field is not None and field.kind in TIDY else text
    if isinstance(value, list) and field is not None and field.kind is FieldKind.GROUP:
        return [row for row in (_row(field, row) for row in value) if row != {}]
    if isinstance(value, list):
        return [_shaped(None, item) for item in value]
    if isinstance(value, Mapping):
        return {name: item for name, item in ((name, _shaped(None, item)) for name, item in value.items()) if item}
    return value


def _row(field: FieldDescription, row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    columns = {column.name: column for column in field.columns}
    shaped = {name: _shaped(columns.get(name), value) for name, value in row.items()}
    kept = {name: value for name, value in shaped.items() if value not in ("", None)}
    # A row in which nothing but a box is left unticked was never filled.
    return {} if all(value is False for value in kept.values()) else kept


def normalize(description: FormDescription, data: Mapping[str, Any]) -> dict[str, Any]:
    """Bring answers to one shape: text composed (NFC) and trimmed, numbers of people without separators, empty
    answers and empty rows left out. Answers to questions that are not in the form stay, so that validation refuses
    them.
    """
    answers: dict[str, Any] = {}
    for name, value in data.items():
        shaped = _shaped(description.by_name.get(name), value)
        if shaped not in ("", None, [], {}):
            answers[name] = shaped
    return answers


def unwritable(value: Any) -> bool:
    """Tell whether some text in an answer has characters that nobody can have meant to write."""
    if isinstance(value, str):
        return UNWRITABLE.search(value) is not None
    if isinstance(value, Mapping):
        return any(unwritable(name) or unwritable(item) for name, item in value.items())
    return isinstance(value, list) and any(unwritable(item) for item in value)


def iso_day(text: str) -> str | None:
    """Read a day as people type it ("23/11/2026", "23112026", "3-1-2026") as "2026-11-23"; None when it is none."""
    day = read_day(text)
    return None if day is None else day.isoformat()


def shown_day(iso: str) -> str:
    """Write "2026-11-23" as "23/11/2026"; anything else stays as it is, so that the person can correct it."""
    found = re.match(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$", iso)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else iso


def whole_number(text: str) -> int | str:
    """Read a whole number as people write it, with dots or spaces between thousands; else the text itself."""
    bare = re.sub(r"[.\s\u00a0]", "", text)
    return int(bare) if re.fullmatch(rf"-?[0-9]{{1,{MOST_DIGITS}}}", bare) else text


def decimal_number(text: str) -> float | int | str:
    """Read "1.250,75", "1250,75" or "125.5" as a number; else the text itself.

    A dot divides thousands where three digits follow each; otherwise it is taken as the comma it stands for.
    """
    bare = re.sub(r"[\s\u00a0]", "", text)
    if "," in bare or re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+", bare):
        bare = bare.replace(".", "").replace(",", ".")
    if not re.fullmatch(rf"-?[0-9]{{1,{MOST_DIGITS}}}(\.[0-9]{{1,6}})?", bare):
        return text
    return float(bare) if "." in bare else int(bare)


def number_text(value: float) -> str:
    """Write a number the Vietnamese way: 1250.75 is "1.250,75"."""
    whole, _dot, rest = f"{value:,.6f}".rstrip("0").partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")
