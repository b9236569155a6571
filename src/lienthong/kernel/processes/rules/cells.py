"""The cells of a decision table: a subset of FEEL's unary tests, and CEL where a cell says so."""

from __future__ import annotations

import re
from typing import Any

from lienthong.kernel.forms.contracts import ExpressionRefused
from lienthong.kernel.forms.queries import check_expression, evaluate

NUMBER = re.compile(r"^-?\d{1,15}(\.\d{1,9})?$")
TEXT = re.compile(r'^"((?:[^"\\]|\\.)*)"$')
DATE = re.compile(r'^date\(\s*"(\d{4}-\d{2}-\d{2})"\s*\)$')
COMPARE = re.compile(r"^(<=|>=|<|>)\s*(.+)$")
RANGE = re.compile(r"^([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\[\])])$")
NOT = re.compile(r"^not\s*\((.*)\)$", re.DOTALL)
WORDS = {"true": True, "false": False, "null": None}
VARIABLES = frozenset({"data", "steps", "outcome", "value"})

Test = list[Any]


class CellRefused(ValueError):
    """The cell is written in something that we do not evaluate."""


def literal(text: str) -> Any:
    """Read a number, a quoted text, a date (kept as text), true, false or null.

    :raises CellRefused: it is something else
    """
    if text in WORDS:
        return WORDS[text]
    if NUMBER.match(text):
        return float(text) if "." in text else int(text)
    if (found := TEXT.match(text)) is not None:
        return found[1].replace('\\"', '"')
    if (found := DATE.match(text)) is not None:
        return found[1]
    raise CellRefused(text)


def _split(text: str) -> list[str]:
    """Split at commas that stand neither in quotes nor in brackets."""
    parts, depth, quoted, start = [], 0, False, 0
    for index, sign in enumerate(text):
        if sign == '"' and text[index - 1 : index] != "\\":
            quoted = not quoted
        elif not quoted and sign in "(":
            depth += 1
        elif not quoted and sign in ")":
            depth -= 1
        elif not quoted and depth == 0 and sign == ",":
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def _cel(text: str) -> str:
    """Check a cell in CEL.

    :raises CellRefused: it cannot be used
    """
    try:
        check_expression(text, allowed=VARIABLES)
    except ExpressionRefused as refusal:
        raise CellRefused(text) from refusal
    return text


def _one(text: str) -> Test:
    if text in {"", "-"}:
        return ["any"]
    if (found := NOT.match(text)) is not None:
        return ["not", [_one(part.strip()) for part in _split(found[1])]]
    if (found := RANGE.match(text)) is not None and found[1] in "[](":
        return ["range", found[1] == "[", literal(found[2]), literal(found[3]), found[4] == "]"]
    if (found := COMPARE.match(text)) is not None:
        return ["compare", found[1], literal(found[2].strip())]
    return ["is", literal(text)]


def parse_test(text: str, *, cel: bool = False) -> list[Test]:
    """Read the cell of a condition into tests of which one must hold.

    :param cel: the cell is written in CEL, over `value` and the case's `data`
    :raises CellRefused: it is neither
    """
    text = text.strip()
    if cel:
        return [["cel", _cel(text)]]
    return [_one(part.strip()) for part in _split(text)]


def parse_output(text: str, *, cel: bool = False) -> Test:
    """Read the cell of a result: a literal, or CEL where the cell says so.

    :raises CellRefused: it is neither
    """
    text = text.strip()
    return ["cel", _cel(text)] if cel else ["is", None if text in {"", "-"} else literal(text)]


def _compare(sign: str, value: Any, bound: Any) -> bool:
    """Compare like with like; values of different kinds never match."""
    texts = isinstance(value, str) and isinstance(bound, str)
    numbers = isinstance(value, int | float) and isinstance(bound, int | float)
    if isinstance(value, bool) or isinstance(bound, bool) or not (texts or numbers):
        return False
    return bool({"<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}[sign])


def holds(test: Test, value: Any, variables: dict[str, Any]) -> bool:  # noqa: PLR0911  one answer a kind of test
    """Tell whether one test of a cell holds for the value of its column.

    :raises ExpressionFailed: a cell in CEL cannot be worked out
    """
    match test:
        case ["any"]:
            return True
        case ["not", inner]:
            return not any(holds(each, value, variables) for each in inner)
        case ["range", includes_low, low, high, includes_high]:
            above = _compare(">=" if includes_low else ">", value, low)
            return above and _compare("<=" if includes_high else "<", value, high)
        case ["compare", sign, bound]:
            return _compare(sign, value, bound)
        case ["cel", text]:
            return bool(evaluate(text, {**variables, "value": value}))
        case ["is", wanted]:
            return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)
    return False


def outcome_of(cell: Test, variables: dict[str, Any]) -> Any:
    """Return the value of a result cell.

    :raises ExpressionFailed: a cell in CEL cannot be worked out
    """
    return evaluate(cell[1], {**variables, "value": None}) if cell[0] == "cel" else cell[1]
