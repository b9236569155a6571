"""Reading from what an administrative unit was formed, as resolutions word it.

"Xã Tân Dân (huyện Phú Xuyên), Xã Châu Can và Xã Đồng Tâm (phần còn lại sau khi sáp nhập vào xã Phúc Sơn)" names three
units: the first with its district, the third as what was left of it. Names are matched without regard to capitals and
to where the mark of the tone stands (Hoà, Hòa).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_KIND = r"xã|phường|thị trấn|đặc khu|huyện đảo"
_ABOVE = r"huyện|quận|thị xã|thành phố|tp\.?|tx\.?"
_MENTION = re.compile(rf"(?:^|(?<=[\s,;(]))(?P<kind>{_KIND})\s+(?=\S)", re.IGNORECASE)
_PLURAL = re.compile(rf"\b(?:các|cac|02|03|hai|ba)\s+(?P<kind>{_KIND})\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_DISTRICT = re.compile(rf"(?:thuộc\s+)?(?P<kind>{_ABOVE})\s+(?P<name>[^,;()]+)", re.IGNORECASE)
_UNCHANGED = re.compile(r"^\s*giữ nguyên", re.IGNORECASE)
_PART = re.compile(r"một phần|1 phần", re.IGNORECASE)
_REST = re.compile(r"phần còn lại|còn lại", re.IGNORECASE)
_TAILS = (
    r"và",
    r"và một phần.*",
    r"và phần.*",
    r"và khu vực.*",
    r"thuộc\s.*",
    r"sau khi.*",
    r"có\s.*",
    r"của\s.*",
    r"tại\s.*",
)
_TAIL = re.compile(rf"\s+(?:{'|'.join(_TAILS)})$|[\s.;,]+$", re.IGNORECASE)


class Share(StrEnum):
    """How much of a former unit went where it is named."""

    WHOLE = "whole"
    PART = "part"
    REST = "rest"


@dataclass(frozen=True)
class Mention:
    """A former unit as a text names it; `district` as written in brackets, empty when it is not."""

    kind: str
    name: str
    share: Share
    district: str = ""


def is_unchanged(text: str) -> bool:
    """Tell whether the text says that the unit stayed as it was."""
    return _UNCHANGED.match(text) is not None


def whole_district(text: str) -> str:
    """Return the name of the district of which the text says that all of it became one unit, or nothing."""
    found = re.fullmatch(r"\s*(?:huyện|huyện đảo)\s+(?P<name>[^,;()]+?)\s*", text, re.IGNORECASE)
    return found["name"] if found else ""


def name_key(text: str) -> str:
    """Reduce a name to what decides whether two are the same: small letters, the tone after its syllable."""
    small = unicodedata.normalize("NFD", text.casefold().replace("-", " ").replace("’", "'"))
    words = []
    for word in small.split():
        tones = "".join(letter for letter in word if letter in _TONES)
        bare = "".join(letter for letter in word if letter not in _TONES)
        words.append((bare.lstrip("0") or bare) + tones)
    return " ".join(words)


def read_mentions(text: str) -> list[Mention]:
    """Return the former units that a text names, in its order.

    "Phường 10, Phường 11 (Quận 6)": what stands in brackets after the last of a row holds for those before it that have
    none only if nothing else decides; that is left to who knows which units there were.
    """
    return [mention for piece in _pieces(text) if (mention := _mention(piece)) is not None]


@dataclass(frozen=True)
class _Piece:
    text: str
    in_brackets: str
    share: Share


def _pieces(text: str) -> Iterator[_Piece]:
    """Cut a text at the names of units; brackets belong to the name before them."""
    notes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        notes.append(found[1])
        return f" \x01{len(notes) - 1}\x02"

    plain = unicodedata.normalize("NFC", text)
    while (shorter := _BRACKETS.sub(keep, plain)) != plain:
        plain = shorter
    plain = _PLURAL.sub(lambda found: f"{found['kind']} ", plain)
    starts = [found.start() for found in _MENTION.finditer(plain)]
    share, before = Share.WHOLE, plain[: starts[0]] if starts else ""
    for start, end in pairwise([*starts, len(plain)]):
        share = _share(before, share)
        chunk = plain[start:end]
        numbers = [int(number) for number in re.findall("\x01(\\d+)\x02", chunk)]
        name = _without_tail(re.split("\x01|,|;", chunk)[0])
        said = " ".join(notes[number] for number in numbers)
        own = Share.REST if _REST.search(said) else Share.PART if _PART.search(said) else share
        yield _Piece(name, said, own)
        before = chunk[len(name) :]


def _share(before: str, current: Share) -> Share:
    """Return how much is meant by what follows some words; "một phần của A, B" holds for B too."""
    if _REST.search(before):
        return Share.REST
    if _PART.search(before):
        return Share.PART
    if "toàn bộ" in before.casefold() or re.search(r"\bvà\b", before):
        return Share.WHOLE
    return current if current is Share.PART else Share.WHOLE


def _mention(piece: _Piece) -> Mention | None:
    found = _MENTION.match(piece.text)
    if found is None:
        return None
    name = piece.text[found.end() :].strip()
    if (again := _MENTION.match(name)) is not None:
        return _mention(replace(piece, text=name[again.start() :]))
    district = next((each["name"].strip() for each in _DISTRICT.finditer(_before_rest(piece.in_brackets))), "")
    return Mention(found["kind"].casefold(), name, piece.share, district) if name else None


def _without_tail(name: str) -> str:
    """Leave out what follows a name without belonging to it."""
    while (shorter := _TAIL.sub("", name)) != name:
        name = shorter
    return name


def _before_rest(said: str) -> str:
    """Leave out what a note says of other units: "phần còn lại sau khi sáp nhập vào xã …"."""
    return re.split(r"phần còn lại|sau khi|sáp nhập", said, maxsplit=1, flags=re.IGNORECASE)[0]
