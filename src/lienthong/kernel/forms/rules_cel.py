"""The one expression language: CEL, which has no side effects, no loops without end and no access to Python.

The library gives no time limit, so the cost is bounded before evaluation: short text, shallow nesting, few
macros, named functions only, and lists that are not longer than a form or a case can hold.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import cel
from django.utils.translation import gettext as _

from .contracts import ExpressionFailed, ExpressionRefused

MAX_LENGTH = 2_000
MAX_DEPTH = 24
MAX_MACROS = 2
MAX_ITEMS = 1_000
MACROS = re.compile(r"\.\s*(all|exists|exists_one|filter|map)\s*\(")
TEXT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""")
FUNCTIONS = frozenset(
    {
        "contains",
        "double",
        "duration",
        "endsWith",
        "getDate",
        "getDayOfWeek",
        "getFullYear",
        "getMonth",
        "has",
        "int",
        "matches",
        "max",
        "min",
        "size",
        "startsWith",
        "string",
        "sum",
        "timestamp",
    }
)


def _depth(expression: str) -> int:
    """Return how deep brackets, conditionals and signs nest outside of text literals."""
    deepest = level = 0
    for sign in TEXT.sub('""', expression):
        if sign in "([{":
            level += 1
            deepest = max(deepest, level)
        elif sign in ")]}":
            level -= 1
    return deepest


def _refuse_shape(expression: str) -> None:
    """Refuse what would make the parser or the evaluation expensive.

    :raises ExpressionRefused: too long, too deep or too many macros
    """
    bare = TEXT.sub('""', expression)
    if not expression.strip():
        raise ExpressionRefused(_("The expression is empty."))
    if len(expression) > MAX_LENGTH:
        raise ExpressionRefused(_("The expression is longer than %(limit)d characters.") % {"limit": MAX_LENGTH})
    too_deep = _depth(expression) > MAX_DEPTH or bare.count("?") > MAX_DEPTH or re.search(r"[!\-]{4}", bare)
    if too_deep:
        raise ExpressionRefused(_("The expression is nested too deeply."))
    if len(MACROS.findall(bare)) > MAX_MACROS:
        raise ExpressionRefused(_("The expression walks through too many lists."))


@lru_cache(maxsize=2048)
def compile_expression(expression: str) -> cel.Program:
    """Compile an expression once.

    :raises ExpressionRefused: it is not CEL, costs too much, or calls a function that is not offered
    """
    _refuse_shape(expression)
    try:
        program = cel.compile(expression)
    except ValueError as error:
        raise ExpressionRefused(_("This is not an expression: %(text)s") % {"text": expression[:80]}) from error
    # Operators stand under their overload names ("_&&_", "@in"), which are no identifiers.
    foreign = [name for name in program.functions() if name.isidentifier() and name not in FUNCTIONS]
    if foreign:
        raise ExpressionRefused(_("The function “%(name)s” is not offered.") % {"name": foreign[0]})
    return program


def check_expression(expression: str, *, allowed: frozenset[str]) -> None:
    """Check before use that an expression compiles and reads only the variables allowed.

    :raises ExpressionRefused: says which variable is not known
    """
    program = compile_expression(expression)
    bound = set(re.findall(r"\.\s*(?:all|exists|exists_one|filter|map)\s*\(\s*([A-Za-z_]\w*)\s*,", expression))
    unknown = sorted(set(program.variables()) - allowed - bound)
    if unknown:
        raise ExpressionRefused(_("The variable “%(name)s” is not known here.") % {"name": unknown[0]})


def _refuse_size(value: object) -> None:
    """Refuse lists and maps longer than a form or a case can hold."""
    if isinstance(value, Mapping):
        items: list[object] = list(value.values())
    elif isinstance(value, list | tuple):
        items = list(value)
    else:
        return
    if len(items) > MAX_ITEMS:
        raise ExpressionFailed(_("The values are too many for an expression."))
    for item in items:
        _refuse_size(item)


def variables_of(expression: str) -> frozenset[str]:
    """Return the names that an expression reads, those bound by its own macros too.

    :raises ExpressionRefused: the expression is not acceptable
    """
    return frozenset(compile_expression(expression).variables())


def _sum(values: Any) -> Any:
    """Add up a list; rows without a figure count as nothing."""
    return sum(value for value in values if isinstance(value, int | float) and not isinstance(value, bool))


def evaluate(expression: str, variables: Mapping[str, Any]) -> Any:
    """Evaluate a CEL expression over plain values and return its value.

    Only what the expression reads is handed over: converting a whole form costs more than the evaluation.

    :raises ExpressionRefused: the expression itself is not acceptable
    :raises ExpressionFailed: a value is missing, of the wrong kind, or cannot be computed with
    """
    program = compile_expression(expression)
    read = {name: variables[name] for name in program.variables() if name in variables}
    _refuse_size(read)
    context = cel.Context(read)
    if "sum" in program.functions():
        context.add_function("sum", _sum)
    try:
        return program.execute(context)
    except (ValueError, TypeError, KeyError, RuntimeError, ArithmeticError, IndexError) as error:
        raise ExpressionFailed(
            _("The expression “%(text)s” cannot be worked out with these values.") % {"text": expression[:80]},
            reason=str(error)[:200],
        ) from error
