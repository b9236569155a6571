"""Stored decision tables."""

from __future__ import annotations

from ..contracts import DecisionInfo
from ..models import DecisionDefinition
from ..rules.decision import Table


def describe_decision(row: DecisionDefinition) -> DecisionInfo:
    """Return a decision as plain data."""
    table = row.table
    return DecisionInfo(
        key=row.key,
        version=row.version,
        title=row.title,
        inputs=tuple(table["inputs"]),
        outputs=tuple(table["outputs"]),
        rules=len(table["rules"]),
    )


def list_decisions() -> tuple[DecisionInfo, ...]:
    """Return the newest version of each decision, by key. One statement."""
    rows = DecisionDefinition.objects.defer("xml").order_by("key", "-version").distinct("key")
    return tuple(describe_decision(row) for row in rows)


def decision_tables() -> dict[str, Table]:
    """Return the newest table of each decision by key. One statement."""
    rows = DecisionDefinition.objects.defer("xml").order_by("key", "-version").distinct("key")
    return {row.key: Table.of(row.table) for row in rows}
