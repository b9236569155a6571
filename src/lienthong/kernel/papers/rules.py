"""Pure rules of papers: codes, data as templates receive them, which version of a template counts, what differs."""

import difflib
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from .contracts import DiffLine, TemplateKind

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


_VERSION_MARK = "lienthong-template-"
_MARKED = re.compile(rb"<pdf:Keywords>" + _VERSION_MARK.encode() + rb"([0-9a-f]{16})</pdf:Keywords>")


def version_mark(version: str) -> str:
    """Return what a paper carries among its keywords to say by which version of its template it was printed."""
    return _VERSION_MARK + version


def version_in(pdf: bytes) -> str:
    """Return the version of the template by which a PDF was printed, empty where it does not say so."""
    found = _MARKED.search(pdf)
    return found.group(1).decode() if found else ""


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


@dataclass(frozen=True)
class Published:
    """What decides whether a published version of a template counts."""

    id: int
    key: str
    kind: TemplateKind
    agency_id: int | None
    number: int
    valid_from: date
    published_at: datetime
    digest: str


def in_force(
    versions: Iterable[Published], *, key: str, kind: TemplateKind, agency_id: int | None, at: datetime
) -> Published | None:
    """Return the version by which a paper is printed at a moment, None for the template its system brings.

    One of the agency goes before one for all; of each, the one whose day came last, and of one day the newest.
    """
    day = at.astimezone(_LOCAL).date()
    counts = [
        one
        for one in versions
        if one.key == key and one.kind is kind and one.valid_from <= day and one.published_at <= at
    ]
    own = [one for one in counts if one.agency_id is not None and one.agency_id == agency_id]
    shared = [one for one in counts if one.agency_id is None]
    return max(own or shared, key=lambda one: (one.valid_from, one.number), default=None)


def slug_of(key: str, kind: TemplateKind, agency_code: str = "") -> str:
    """Return the name of a template in addresses: `receipt`, `receipt.docx`, `receipt@H32.70`."""
    name = key if kind is TemplateKind.TYPST else f"{key}.docx"
    return f"{name}@{agency_code}" if agency_code else name


def parts_of(slug: str) -> tuple[str, TemplateKind, str]:
    """Return key, kind and agency code of a name in addresses."""
    name, _at, agency_code = slug.partition("@")
    if name.endswith(".docx"):
        return name.removesuffix(".docx"), TemplateKind.WORD, agency_code
    return name, TemplateKind.TYPST, agency_code


# Lines shown around a change.
_AROUND = 2


def compare(old: str, new: str) -> tuple[DiffLine, ...]:
    """Return the lines that differ between two texts with a few around them; empty where they are the same."""
    before, after = old.splitlines(), new.splitlines()
    groups = difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND)
    return tuple(line for group in groups for each in group for line in _lines(each, before, after))


def _lines(change: tuple[str, int, int, int, int], before: Sequence[str], after: Sequence[str]) -> Iterator[DiffLine]:
    what, first, last, new_first, new_last = change
    if what == "equal":
        for offset in range(last - first):
            yield DiffLine(" ", before[first + offset], first + offset + 1, new_first + offset + 1)
        return
    for at in range(first, last):
        yield DiffLine("-", before[at], old=at + 1)
    for at in range(new_first, new_last):
        yield DiffLine("+", after[at], new=at + 1)
