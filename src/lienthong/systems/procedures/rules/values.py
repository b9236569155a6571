"""Reading single values from outside: right type, sane size, no characters that break storage."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

MAX_TEXT = 200_000
# Control characters carry no meaning in the sources; NUL would stop PostgreSQL.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class WrongValueError(ValueError):
    """A value has another type or size than the source promises; the text names place and expectation."""

    def __init__(self, path: str, expected: str, found: object) -> None:
        """Say where, what was expected and what stands there."""
        super().__init__(f"{path}: cần {expected}, đang là {describe(found)}")


def printable(value: object, most: int = 200) -> str:
    """Return any value as short text that can be stored and shown."""
    return _CONTROL.sub("", str(value))[:most]


def describe(value: object) -> str:
    """Name a JSON value for people."""
    names = {dict: "đối tượng", list: "danh sách", str: "chữ", bool: "đúng/sai", int: "số", float: "số"}
    if value is None:
        return "rỗng"
    shown = printable(value)
    return f"{names.get(type(value), 'giá trị lạ')} “{shown[:40]}{'…' if len(shown) > 40 else ''}”"


def text(raw: Mapping[str, Any], key: str, path: str = "") -> str:
    """Return a text, trimmed and in one Unicode form; empty when absent.

    :raises WrongValueError: something else stands there, or it is longer than any real text
    """
    value = raw.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WrongValueError(path + key, "chữ", value)
    if len(value) > MAX_TEXT:
        raise WrongValueError(path + key, f"không quá {MAX_TEXT} ký tự", value)
    return unicodedata.normalize("NFC", _CONTROL.sub("", value)).strip()


def flag(raw: Mapping[str, Any], key: str, path: str = "") -> bool:
    """Return yes or no; absent means no."""
    value = raw.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise WrongValueError(path + key, "đúng/sai", value)
    return value


def whole(raw: Mapping[str, Any], key: str, path: str = "", *, most: int = 10**13) -> int | None:
    """Return a whole number from 0 to `most`; None when absent."""
    value = raw.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise WrongValueError(path + key, f"số nguyên từ 0 đến {most}", value)
    return value


def texts(raw: Mapping[str, Any], key: str, path: str = "") -> list[str]:
    """Return a list of texts without empty ones and repeats, in order."""
    value = raw.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise WrongValueError(path + key, "danh sách", value)
    found = [text({"": each}, "", f"{path}{key}[{place}]") for place, each in enumerate(value)]
    return list(dict.fromkeys(each for each in found if each))


def rows(raw: Mapping[str, Any], key: str, path: str = "") -> list[tuple[str, Mapping[str, Any]]]:
    """Return a list of objects, each with its place for messages."""
    value = raw.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise WrongValueError(path + key, "danh sách", value)
    for place, each in enumerate(value):
        if not isinstance(each, dict):
            raise WrongValueError(f"{path}{key}[{place}]", "đối tượng", each)
    return [(f"{path}{key}[{place}].", each) for place, each in enumerate(value)]
