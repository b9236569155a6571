"""Pure rules of papers: verification codes and data as templates receive them."""

import re
import secrets
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

# Crockford's base 32: no I, L, O, U, so that a code can be read aloud and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
# A run of this many letters without a space gets places where a line may break.
_LONGEST_RUN = 40
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_RUN}}}(?=\S)")
_BREAK = "\u200b"
_UNPRINTABLE = "\ufffd"


def new_code() -> str:
    """Return a verification code nobody can guess (50 random bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normal_code(typed: str) -> str:
    """Return the code a person meant: small letters, dashes and the letters mistaken for figures are accepted."""
    letters = re.sub(r"[\s-]", "", typed).upper()
    return letters.translate(str.maketrans("OIL", "011"))


def as_values(value: Any, *, letters: Collection[int] | None = None) -> Any:
    """Return data as a template receives them: JSON values, moments in local time, text that can be printed.

    :param letters: code points the font has; any other is printed as U+FFFD, for PDF/A forbids missing glyphs
    :raises TypeError: a value has no meaning on paper
    :raises ValueError: a moment without a time zone
    """
    if isinstance(value, str):
        return printable(str(value), letters=letters)
    if isinstance(value, Mapping):
        return {str(key): as_values(item, letters=letters) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [as_values(item, letters=letters) for item in value]
    return _plain_value(value)


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment on paper needs a time zone")
        return value.astimezone(_LOCAL).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be printed")


def printable(text: str, *, letters: Collection[int] | None = None) -> str:
    """Return text composed (NFC), without control characters, breakable, and only with letters the font has."""
    composed = "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf"}
    )
    if letters is not None:
        composed = "".join(char if char in "\n\t" or ord(char) in letters else _UNPRINTABLE for char in composed)
    return _LONG_RUN.sub(lambda run: run.group() + _BREAK, composed)
