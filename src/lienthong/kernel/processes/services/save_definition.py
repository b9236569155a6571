"""Storing a new version of a process, after everything about it has been checked."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor

from ..contracts import DefinitionInfo, DefinitionRefused, Problem
from ..models import ProcessDefinition
from ..queries.definitions import describe, surroundings
from ..rules.build import build
from ..rules.layout import add_picture
from ..rules.reading import read_model
from ..rules.xml import XmlRefused, read_xml, write_xml
from ..words import worded


def refuse(problems: tuple[Problem, ...]) -> DefinitionRefused:
    """Put problems in words."""
    return DefinitionRefused(_("The process cannot be put to use yet."), problems=worded(problems))


def check_document(xml: str, *, total_limit: str) -> tuple[str, dict[str, Any]]:
    """Return a document with its picture, and what is stored beside it.

    :raises DefinitionRefused: names each element and the reason
    """
    try:
        root = read_xml(xml)
    except XmlRefused as refusal:
        raise refuse((refusal.problem,)) from refusal
    _model, stored, problems = build(root, total_limit=total_limit, around=surroundings())
    if problems:
        raise refuse(problems)
    add_picture(root, read_model(root))
    return write_xml(root), stored


def save_definition(
    *,
    key: str,
    title: str,
    xml: str,
    total_limit: str,
    actor: Actor,
    now: datetime,
    decision: str = "",
    valid_from: date | None = None,
) -> DefinitionInfo:
    """Check a BPMN document and store it as a new version; the same content again keeps its version.

    :param total_limit: the legal limit, like "6wd" or "same_day" (R-46: the steps stay within it)
    :param decision: the decision that approves it
    :param valid_from: the first day on which cases begin on it; at once when none is given
    :raises DefinitionRefused: names each element and the reason
    """
    drawn, stored = check_document(xml, total_limit=total_limit)
    newest = ProcessDefinition.objects.filter(key=key).order_by("-version").first()
    if newest is not None and (newest.title, newest.xml, newest.total_limit) == (title, drawn, total_limit):
        return describe(newest)
    row = ProcessDefinition.objects.create(
        key=key,
        version=newest.version + 1 if newest is not None else 1,
        title=title,
        total_limit=total_limit,
        xml=drawn,
        spec=stored,
        valid_from=valid_from,
        decision=decision,
        checked_at=now,
        checked_by_name=actor.name,
    )
    return describe(row)
