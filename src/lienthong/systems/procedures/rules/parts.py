"""Reading the parts of a procedure: ways to file, fees, papers, results, legal bases."""

import re
from collections.abc import Mapping
from typing import Any

from ..contracts import Channel, FeeDoubt
from .values import WrongValueError, flag, rows, text, texts, whole

# A sum of money inside a sentence: "50.000 đồng", "10 USD".
_MONEY = re.compile(r"\d[\d.,]*\s*(?:đồng|đ\b|vnđ|vnd|usd)", re.IGNORECASE)
# Words by which a note says that somebody pays after all: a level set elsewhere, an exemption for some only.
_PAYS = re.compile(
    r"mức\s+(?:thu|phí|lệ\s+phí)|hội đồng nhân dân|miễn\s+(?:(?:lệ\s+)?phí,?\s+)+(?:cho|đối với)", re.IGNORECASE
)
_FREE = re.compile(r"miễn\s+(?:phí|lệ phí)|không\s+(?:thu|đồng)|không\s*$", re.IGNORECASE)
# The smallest real fee in the country is 1,000 đồng; less is a missing "000" in the national portal.
SMALLEST_FEE = 1_000
# Labels that part the papers of one case instead of naming a case: nobody may choose between them.
_HEADING = re.compile(
    r"giấy tờ|thành phần hồ sơ|hồ sơ (?:bao )?gồm|phải nộp|xuất trình|lưu ý|ghi chú|chú ý|tài liệu (?:kèm|gửi)",
    re.IGNORECASE,
)
_CASE = re.compile(r"trường hợp|đối với|đăng ký|cấp (?:mới|lại|đổi)|gia hạn", re.IGNORECASE)
_CHANNELS = frozenset(each.value for each in Channel)
_UNITS = {"working_day": "wd", "day": "d", "month": "m"}


def read_methods(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read the ways to file, with time limit and fees each."""
    return [_method(row, path) for path, row in rows(raw, "methods")]


def read_documents(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read papers by case; what is asked in no copy at all is a note."""
    return [
        {
            "label": text(group, "label", path),
            "items": [_paper(row, place) for place, row in rows(group, "items", path)],
        }
        for path, group in rows(raw, "documents")
    ]


def is_heading(label: str) -> bool:
    """Tell whether a group of papers belongs to every case: it has no label, or one that only parts papers."""
    return not label or (bool(_HEADING.search(label)) and not _CASE.search(label))


def read_named(raw: Mapping[str, Any], key: str, extra: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Read a list of things that have a code and a name."""
    return [
        {part: text(row, part, path) for part in ("code", "name", *extra) if part in {"code", "name"} or row.get(part)}
        for path, row in rows(raw, key)
    ]


def read_steps(raw: Mapping[str, Any]) -> list[str]:
    """Read the steps in their order."""
    found = [(whole(row, "order", path) or 0, text(row, "text", path)) for path, row in rows(raw, "steps")]
    return [each for _, each in sorted(found, key=lambda step: step[0]) if each]


def _method(row: Mapping[str, Any], path: str) -> dict[str, Any]:
    channel = text(row, "channel", path)
    if channel not in _CHANNELS:
        raise WrongValueError(f"{path}channel", "online, post hoặc in_person", channel)
    limit, value, unit_missing = _limit(row, path)
    ambiguous = flag(row, "ambiguous", path)
    return {
        "channel": channel,
        "limit": limit,
        "limit_value": value,
        "limit_text": text(row, "time_limit_text", path),
        "unit_missing": unit_missing,
        "ambiguous": ambiguous,
        "fees": [_fee(each, place, ambiguous=ambiguous) for place, each in rows(row, "fees", path)],
        "description": text(row, "description", path),
        "source_text": text(row, "source_text", path),
    }


def _limit(row: Mapping[str, Any], path: str) -> tuple[str | None, str, bool]:
    """Return the limit as a code of TimeLimit, the printed number, and whether its unit is missing."""
    raw = row.get("time_limit")
    if raw is None:
        return None, "", False
    if not isinstance(raw, dict):
        raise WrongValueError(f"{path}time_limit", "đối tượng", raw)
    value = raw.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 10_000:
        raise WrongValueError(f"{path}time_limit.value", "số từ 0 đến 10000", value)
    shown = f"{value:g}".replace(".", ",")
    unit = raw.get("unit")
    if unit is None:
        return None, "" if value == 0 else shown, value != 0
    if unit == "hour":
        return _hours(value, text(row, "description", path)), shown, False
    if unit not in _UNITS:
        raise WrongValueError(f"{path}time_limit.unit", "working_day, day, hour hoặc month", unit)
    if value == 0:
        return "same_day", "", False
    if value != int(value):
        # Half a working day is four hours of eight; parts of other units have no exact meaning.
        return (f"{int(value * 8)}wh" if unit == "working_day" and value * 8 == int(value * 8) else None), shown, False
    return f"{int(value)}{_UNITS[unit]}", shown, False


def _hours(value: float, description: str) -> str | None:
    """Hours run around the clock unless the text says working hours; "0 hours" means at once."""
    if value == 0:
        return "same_day"
    if value != int(value):
        return None
    return f"{int(value)}{'wh' if 'giờ làm việc' in description.lower() else 'h'}"


def _fee(row: Mapping[str, Any], path: str, *, ambiguous: bool) -> dict[str, Any]:
    amount, note, label = whole(row, "amount", path), text(row, "note", path), text(row, "label", path)
    currency = text(row, "currency", path) or "VND"
    doubt = None
    if amount == 0 and (flag(row, "note_has_amount", path) or _MONEY.search(note) or _PAYS.search(note)):
        doubt = FeeDoubt.SEE_NOTE
    elif amount and amount < SMALLEST_FEE and currency == "VND":
        doubt = FeeDoubt.TOO_SMALL
    elif amount is None and _FREE.search(note or label) and not _MONEY.search(f"{label} {note}"):
        amount = 0 if note in {"Không Đồng", "Không"} else None
    if ambiguous and amount:
        doubt = FeeDoubt.UNREADABLE
    return {
        "amount": amount,
        "currency": currency,
        "label": "" if label == "Miễn phí" and doubt else label,
        "note": note,
        "doubt": doubt.value if doubt else None,
    }


def _paper(row: Mapping[str, Any], path: str) -> dict[str, Any]:
    originals = whole(row, "originals", path, most=1_000) or 0
    copies = whole(row, "copies", path, most=1_000) or 0
    return {
        "name": text(row, "name", path).removeprefix("- "),
        "originals": originals,
        "copies": copies,
        "templates": texts(row, "templates", path),
        "is_note": originals == 0 and copies == 0,
    }
