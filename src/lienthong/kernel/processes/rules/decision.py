"""Decision tables: DMN read into plain data, and decided over the data of a case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lienthong.kernel.forms.contracts import ExpressionFailed, ExpressionRefused
from lienthong.kernel.forms.queries import check_expression, evaluate

from ..contracts import Problem
from .cells import VARIABLES, CellRefused, holds, outcome_of, parse_output, parse_test
from .xml import local_name

DMN = re.compile(r"^(http|https)://www\.omg\.org/spec/DMN/\d{8}/(MODEL/|dmn\.xsd|DMN\.xsd)$")
HITS = frozenset({"UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER"})
AGGREGATES: dict[str, Callable[[list[Any]], Any]] = {"": list, "SUM": sum, "MIN": min, "MAX": max, "COUNT": len}
NAME = re.compile(r"^[A-Za-z_]\w{0,39}$")
PATH = re.compile(r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")
MOST_RULES = 1_000
BESIDE = frozenset({"documentation", "description", "extensionElements", "inputData", "textAnnotation", "association"})
PARTS = frozenset({"description", "variable", "informationRequirement", "decisionTable", "extensionElements"})
TABLE_PARTS = frozenset({"input", "output", "rule", "annotation", "description", "extensionElements"})


@dataclass(frozen=True)
class Table:
    """A decision table: what its columns read and give, and its rules of tests and results."""

    key: str
    name: str
    hit: str
    aggregate: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[tuple[list[Any], list[Any]], ...]

    def plain(self) -> dict[str, Any]:
        """Return the table as JSON."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Table:
        """Return the table that `plain` gave."""
        rules = tuple((tests, results) for tests, results in plain["rules"])
        lists = {name: tuple(plain[name]) for name in ("inputs", "outputs")}
        return cls(plain["key"], plain["name"], plain["hit"], plain["aggregate"], rules=rules, **lists)


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if local_name(child)[1] == name]


def _text(element: Any) -> str:
    found = _children(element, "text")
    return (found[0].text or "").strip() if found else ""


def _is_cel(element: Any) -> bool:
    return str(element.get("expressionLanguage", "")).lower().endswith("cel")


def _reads(element: Any) -> str:
    """Return what a column reads, as CEL; a bare name is a value of the case.

    :raises ExpressionRefused: it cannot be evaluated
    """
    found = _children(element, "inputExpression")
    text = _text(found[0]) if found else ""
    if PATH.match(text) and text.split(".")[0] not in VARIABLES:
        text = f"data.{text}"
    check_expression(text, allowed=VARIABLES - {"value"})
    return text


def _shape(root: Any) -> Iterator[Problem]:
    """Yield what of a DMN document we do not decide."""
    namespace, kind = local_name(root)
    if kind != "definitions" or not DMN.match(namespace):
        yield Problem("xml", "not_dmn")
        return
    decisions = _children(root, "decision")
    if len(decisions) != 1:
        yield Problem("xml", "one_decision", str(len(decisions)))
        return
    for element in root:
        name = local_name(element)[1]
        if name not in BESIDE | {"decision", "DMNDI"}:
            yield Problem(element.get("id", name), "unsupported", name)
    key = decisions[0].get("id", "decision")
    for part in decisions[0]:
        name = local_name(part)[1]
        required = [local_name(each)[1] for each in part] if name == "informationRequirement" else []
        if name not in PARTS or "requiredDecision" in required:
            yield Problem(part.get("id", key), "unsupported", "requiredDecision" if required else name)
    tables = _children(decisions[0], "decisionTable")
    if len(tables) != 1:
        yield Problem(key, "no_table")
        return
    yield from _table_shape(tables[0], key)


def _table_shape(table: Any, key: str) -> Iterator[Problem]:
    for part in table:
        if local_name(part)[1] not in TABLE_PARTS:
            yield Problem(part.get("id", key), "unsupported", local_name(part)[1])
    hit = table.get("hitPolicy", "UNIQUE")
    if hit not in HITS:
        yield Problem(key, "hit_policy", hit)
    if table.get("aggregation", "") not in AGGREGATES:
        yield Problem(key, "hit_policy", table.get("aggregation"))
    rules = _children(table, "rule")
    if not _children(table, "output") or not rules or len(rules) > MOST_RULES:
        yield Problem(key, "no_rules", str(len(rules)))
    for output in _children(table, "output"):
        if not NAME.match(output.get("name", "")):
            yield Problem(output.get("id", key), "bad_result", output.get("name", ""))
    columns = (len(_children(table, "input")), len(_children(table, "output")))
    for rule in rules:
        if (len(_children(rule, "inputEntry")), len(_children(rule, "outputEntry"))) != columns:
            yield Problem(rule.get("id", key), "columns")


def read_decision(root: Any) -> tuple[Table | None, tuple[Problem, ...]]:
    """Return the table of a DMN document, or what keeps it from being used, each by its element."""
    problems = list(_shape(root))
    if problems:
        return None, tuple(problems)
    [decision] = _children(root, "decision")
    [table] = _children(decision, "decisionTable")
    inputs: list[str] = []
    for column in _children(table, "input"):
        try:
            inputs.append(_reads(column))
        except ExpressionRefused as refusal:
            problems.append(Problem(column.get("id", "input"), "bad_condition", refusal.message))
    rules = []
    for rule in _children(table, "rule"):
        tests, results = [], []
        for cell in (*_children(rule, "inputEntry"), *_children(rule, "outputEntry")):
            try:
                if local_name(cell)[1] == "inputEntry":
                    tests.append(parse_test(_text(cell), cel=_is_cel(cell)))
                else:
                    results.append(parse_output(_text(cell), cel=_is_cel(cell)))
            except CellRefused as refusal:
                problems.append(Problem(cell.get("id", rule.get("id", "rule")), "bad_cell", str(refusal)[:80]))
        rules.append((tests, results))
    if problems:
        return None, tuple(problems)
    outputs = tuple(output.get("name") for output in _children(table, "output"))
    hit, aggregate = table.get("hitPolicy", "UNIQUE"), table.get("aggregation", "")
    name = decision.get("name", "") or decision.get("id", "")
    return Table(decision.get("id", ""), name, hit, aggregate, tuple(inputs), outputs, tuple(rules)), ()


def _matching(table: Table, variables: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the results of the rules that hold, in their order."""
    values = [evaluate(text, variables) for text in table.inputs]
    for tests, results in table.rules:
        if all(any(holds(one, value, variables) for one in cell) for cell, value in zip(tests, values, strict=True)):
            given = (outcome_of(cell, variables) for cell in results)
            yield dict(zip(table.outputs, given, strict=True))


def _picked(table: Table, found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one result by the hit policy.

    :raises ExpressionFailed: several rules hold where one may
    """
    if table.hit in {"COLLECT", "RULE ORDER"}:
        columns = {name: [each[name] for each in found] for name in table.outputs}
        gather = AGGREGATES[table.aggregate if table.hit == "COLLECT" else ""]
        empty = table.aggregate in {"MIN", "MAX"} and not found
        return {name: None if empty else gather(values) for name, values in columns.items()}
    agree = table.hit == "ANY" and all(each == found[0] for each in found)
    different = found[:1] if table.hit == "FIRST" or agree else found
    if len(different) > 1:
        raise ExpressionFailed(f"{table.name}: {len(different)} rules hold where one may")
    return different[0] if different else dict.fromkeys(table.outputs)


def decide(table: Table, variables: Mapping[str, Any], *, result: str = "") -> dict[str, Any]:
    """Return what a decision adds to the data of a case; nothing matching gives null.

    :param result: a name under which it is kept; without one each column keeps its own name
    :raises ExpressionFailed: a value is missing, or several rules hold where one may
    """
    given = _picked(table, list(_matching(table, dict(variables))))
    if not result:
        return given
    return {result: given[table.outputs[0]] if len(table.outputs) == 1 else given}
