"""Templates of numbers as data, "{number}/{year}/QĐ-{agency}": read, filled in, checked for ambiguity; pure.

A template is read by a grammar of its own and never given to `str.format`, which would reach into objects.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

LONGEST_TEMPLATE, LONGEST_VALUE = 80, 40
# Under 10 a number is written with a zero before it (Nghị định 30/2020/NĐ-CP, appendix I).
LEAST_DIGITS, MOST_DIGITS = 2, 9
_PIECE = re.compile(r"\{([a-z]+)(?::([0-9]))?\}|([^{}]+)|([{}])")
_LITERAL = re.compile(r"[^\W_]|[/.&-]")
PLACES = frozenset({"number", "year", "day", "symbol", "agency", "code"})
_SAMPLES = (1, 9, 10, 99, 123, 1000, 20260, 261008)


class TemplateWrong(ValueError):
    """A template that cannot be used; `code` says why, `piece` which part."""

    def __init__(self, code: str, piece: str = "") -> None:
        """Keep the stable code and the part of the template."""
        super().__init__(f"{code} {piece}".strip())
        self.code, self.piece = code, piece


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in the places of a template beside the number.

    `symbol` is the abbreviation of the kind ("QĐ"), `agency` that of the agency ("UBND"), `code` its identity code.
    """

    day: date
    symbol: str = ""
    agency: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was read: what stands before the number and behind it, and how many digits it has at least."""

    before: tuple[tuple[str, str], ...]
    behind: tuple[tuple[str, str], ...]
    digits: int

    def ends(self, values: Values) -> tuple[str, str]:
        """Return the text before the number and the text behind it."""
        return _filled(self.before, values), _filled(self.behind, values)

    def write(self, number: int, values: Values) -> str:
        """Return the number as it is written.

        :raises ValueError: the number is not positive
        """
        if number < 1:
            raise ValueError("a number counts from 1")
        before, behind = self.ends(values)
        return f"{before}{number:0{self.digits}d}{behind}"

    def read(self, text: str, values: Values) -> int | None:
        """Return the number that a text writes, None when it is not written so."""
        before, behind = self.ends(values)
        middle = text[len(before) : len(text) - len(behind)]
        if not (text.startswith(before) and text.endswith(behind) and middle.isascii() and middle.isdigit()):
            return None
        number = int(middle) if len(middle) < LONGEST_VALUE else 0
        return number if number > 0 and self.write(number, values) == text else None

    def names(self) -> frozenset[str]:
        """Return which places the template has beside the number."""
        return frozenset(value for kind, value in (*self.before, *self.behind) if kind == "place")


def read_template(text: str) -> Template:
    """Read a template.

    It has the number once, and between two places, and between the number and a digit, something that parts them:
    "{number}{year}" would make 12026 of the first number of 2026, and of the 12th of a year 026 as well.

    :raises TemplateWrong: codes too_long, letter, place, number_missing, number_twice, digits, touching
    """
    if len(text) > LONGEST_TEMPLATE:
        raise TemplateWrong("too_long")
    pieces = [_piece(found) for found in _PIECE.finditer(text)]
    at = [index for index, (kind, _value, _digits) in enumerate(pieces) if kind == "number"]
    if len(at) != 1:
        raise TemplateWrong("number_twice" if at else "number_missing")
    _check_parted(pieces)
    plain = [(kind, value) for kind, value, _digits in pieces]
    return Template(tuple(plain[: at[0]]), tuple(plain[at[0] + 1 :]), pieces[at[0]][2])


def clashing(one: Template, values: Values, other: Template, other_values: Values) -> str:
    """Return a text that both templates write, so that two books would be mixed up, "" when none is found."""
    for writer, own, reader, its in ((one, values, other, other_values), (other, other_values, one, values)):
        for number in _SAMPLES:
            text = writer.write(number, own)
            if reader.read(text, its) is not None:
                return text
    return ""


def _piece(found: re.Match[str]) -> tuple[str, str, int]:
    name, digits, literal, brace = found.groups()
    if brace:
        raise TemplateWrong("place", brace)
    if literal is not None:
        for sign in literal:
            if not _LITERAL.fullmatch(sign):
                raise TemplateWrong("letter", sign)
        return "text", literal, 0
    if name not in PLACES:
        raise TemplateWrong("place", found[0])
    if name != "number":
        if digits:
            raise TemplateWrong("digits", found[0])
        return "place", name, 0
    wanted = LEAST_DIGITS if digits is None else int(digits)
    if not 1 <= wanted <= MOST_DIGITS:
        raise TemplateWrong("digits", found[0])
    return "number", name, wanted


def _check_parted(pieces: Iterable[tuple[str, str, int]]) -> None:
    listed = list(pieces)
    for (kind, value, _a), (next_kind, next_value, _b) in pairwise(listed):
        touching = (
            (kind != "text" and next_kind != "text")
            or (kind == "number" and next_value[:1].isdigit())
            or (next_kind == "number" and value[-1:].isdigit())
        )
        if touching:
            raise TemplateWrong("touching", f"{_shown(kind, value)}{_shown(next_kind, next_value)}")


def _shown(kind: str, value: str) -> str:
    return value if kind == "text" else f"{{{value}}}"


def _filled(pieces: Iterable[tuple[str, str]], values: Values) -> str:
    known = {
        "year": f"{values.day:%Y}",
        "day": f"{values.day:%y%m%d}",
        "symbol": values.symbol,
        "agency": values.agency,
        "code": values.code,
    }
    return "".join(value if kind == "text" else known[value] for kind, value in pieces)
