"""Storing a new version of a process, after everything about it has been checked."""

from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor

from ..contracts import DefinitionInfo, DefinitionRefused, Problem
from ..models import ProcessDefinition
from ..queries.definitions import describe
from ..rules_check import find_problems
from ..rules_engine import EngineRefused, parse_spec
from ..rules_layout import add_picture
from ..rules_model import read_model
from ..rules_xml import XmlRefused, read_xml, write_xml


def _reasons() -> dict[str, str]:
    return {
        "too_large": _("The file is larger than 2 MB"),
        "document_type": _("A document type or entities are not allowed in the file"),
        "not_well_formed": _("The file is not well-formed XML: %(detail)s"),
        "not_bpmn": _("The file is not BPMN 2.0"),
        "one_process": _("The file must hold exactly one process, it holds %(detail)s"),
        "not_executable": _("The process is not marked as executable"),
        "unsupported": _("“%(detail)s” is not supported"),
        "unknown_attribute": _("The attribute “%(detail)s” is not known here"),
        "bad_id": _("The identifier has other signs than letters, digits, dot, dash, or is reserved"),
        "same_id": _("Two elements have the same identifier"),
        "one_start": _("The process needs exactly one start"),
        "no_end": _("The process has no end"),
        "no_step": _("The process has no step"),
        "loose_flow": _("The arrow does not join two elements"),
        "unreachable": _("No way leads here from the start"),
        "no_way_to_end": _("No way leads from here to an end"),
        "needs_gateway": _("Several arrows leave; put a gateway after the step"),
        "no_role": _("Nobody is named to do the step (role)"),
        "no_place": _("The place is not reception, competent, lead or participating"),
        "no_limit": _("The time limit is missing or cannot be read: “%(detail)s”"),
        "no_outcome": _("The step has no outcome"),
        "bad_outcome": _("The codes of outcomes must differ and be of small letters, digits and dashes: %(detail)s"),
        "reserved_outcome": _("“returned” and “cancelled” are given by the program itself"),
        "bad_assign": _("“%(detail)s” names no step of this process"),
        "no_default": _("The gateway needs a default way out"),
        "no_condition": _("The arrow needs a condition"),
        "bad_condition": _("The condition cannot be used: %(detail)s"),
        "condition_unused": _("A condition has no effect here"),
        "outcome_never": _("No step ever gives the outcome “%(detail)s”"),
        "too_long": _("The limits of the steps add up to more than the total limit (minutes: %(detail)s)"),
        "engine": _("The process cannot be run: %(detail)s"),
    }


def _refuse(problems: tuple[Problem, ...]) -> DefinitionRefused:
    """Put problems in words."""
    reasons = _reasons()
    worded = tuple((problem.element, reasons[problem.code] % {"detail": problem.detail}) for problem in problems)
    return DefinitionRefused(_("The process cannot be put to use yet."), problems=worded)


def save_definition(*, key: str, title: str, xml: str, total_limit: str, actor: Actor, now: datetime) -> DefinitionInfo:
    """Check a BPMN document and store it as a new version; the same content again keeps its version.

    :param total_limit: the legal limit, like "6wd" or "same_day" (R-46: the steps stay within it)
    :raises DefinitionRefused: names each element and the reason
    """
    try:
        root = read_xml(xml)
    except XmlRefused as refusal:
        raise _refuse((refusal.problem,)) from refusal
    problems = find_problems(root, total_limit=total_limit)
    if problems:
        raise _refuse(problems)
    add_picture(root, read_model(root))
    drawn = write_xml(root)
    newest = ProcessDefinition.objects.filter(key=key).order_by("-version").first()
    if newest is not None and (newest.title, newest.xml, newest.total_limit) == (title, drawn, total_limit):
        return describe(newest)
    try:
        spec = parse_spec(root)
    except EngineRefused as refusal:
        raise _refuse((Problem("xml", "engine", str(refusal)),)) from refusal
    row = ProcessDefinition.objects.create(
        key=key,
        version=newest.version + 1 if newest is not None else 1,
        title=title,
        total_limit=total_limit,
        xml=drawn,
        spec=spec,
        checked_at=now,
        checked_by_name=actor.name,
    )
    return describe(row)
