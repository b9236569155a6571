"""Storing a new version of a decision table, after everything about it has been checked."""

from __future__ import annotations

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor

from ..contracts import DecisionInfo
from ..models import DecisionDefinition
from ..queries.decisions import describe_decision
from ..rules.decision import read_decision
from ..rules.xml import XmlRefused, read_xml
from .save_definition import refuse


def save_decision(*, xml: str, actor: Actor, now: datetime) -> DecisionInfo:
    """Check a DMN document and store its table as a new version; the same content again keeps its version.

    :raises DefinitionRefused: names each element and the reason
    """
    try:
        table, problems = read_decision(read_xml(xml))
    except XmlRefused as refusal:
        raise refuse((refusal.problem,)) from refusal
    if table is None:
        raise refuse(problems)
    newest = DecisionDefinition.objects.filter(key=table.key).order_by("-version").first()
    if newest is not None and newest.xml == xml:
        return describe_decision(newest)
    row = DecisionDefinition.objects.create(
        key=table.key,
        version=newest.version + 1 if newest is not None else 1,
        title=table.name,
        xml=xml,
        table=table.plain(),
        checked_at=now,
        checked_by_name=actor.name,
    )
    return describe_decision(row)
