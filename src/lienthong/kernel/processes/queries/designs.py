"""Drafts, the stories they must tell, and what differs between versions."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound

from ..contracts import DefinitionInfo, DraftInfo, DraftState, ScenarioInfo
from ..models import ProcessDefinition, ProcessDraft, ProcessScenario
from ..rules.build import build, read_stored
from ..rules.diff import Difference, differences
from ..rules.expand import expand_calls
from ..rules.reading import read_model
from ..rules.scenario import Scenario, Told, tell
from ..rules.xml import read_xml
from ..words import worded
from .definitions import describe, get_running, surroundings

OPEN_DRAFT = Q(state=DraftState.OPEN)


def describe_draft(row: ProcessDraft, problems: tuple[tuple[str, str], ...] = ()) -> DraftInfo:
    """Return a draft as plain data."""
    return DraftInfo(
        key=row.key,
        title=row.title,
        total_limit=row.total_limit,
        xml=row.xml,
        version=row.version,
        changed_at=row.changed_at,
        changed_by_name=row.changed_by_name,
        problems=problems,
        notes=tuple((element, text) for element, text in row.notes),
    )


def find_draft(*, key: str) -> DraftInfo | None:
    """Return a draft with everything that keeps it from being published; None when there is none.

    One statement, and those of what it refers to.
    """
    row = ProcessDraft.objects.filter(OPEN_DRAFT, key=key).first()
    if row is None:
        return None
    _model, _stored, problems = build(read_xml(row.xml), total_limit=row.total_limit, around=surroundings())
    return describe_draft(row, worded(problems))


def list_drafts() -> tuple[DraftInfo, ...]:
    """Return all drafts, unchecked, by key. One statement."""
    return tuple(describe_draft(row) for row in ProcessDraft.objects.filter(OPEN_DRAFT).order_by("key"))


def _scenario(row: ProcessScenario) -> Scenario:
    return Scenario(row.name, tuple(row.moves), row.data, tuple(row.expected), row.expected_outcome)


def run_scenarios(*, key: str, xml: str, stored: dict[str, Any]) -> tuple[Told, ...]:
    """Let a checked document tell the stories kept with its process. One statement."""
    model, program = read_stored(xml, stored)
    rows = ProcessScenario.objects.filter(key=key).order_by("name")
    return tuple(tell(model, program, _scenario(row)) for row in rows)


def list_scenarios(*, key: str) -> tuple[ScenarioInfo, ...]:
    """Return the stories of a process, and how the draft (or the newest version) tells each.

    Three statements, and those of what the draft refers to.
    """
    draft = ProcessDraft.objects.filter(OPEN_DRAFT, key=key).first()
    told: dict[str, Told] = {}
    if draft is not None:
        model, stored, problems = build(read_xml(draft.xml), total_limit=draft.total_limit, around=surroundings())
        if model is not None and not problems:
            told = {each.name: each for each in run_scenarios(key=key, xml=draft.xml, stored=stored)}
    else:
        newest = ProcessDefinition.objects.filter(key=key).order_by("-version").first()
        if newest is not None:
            told = {each.name: each for each in run_scenarios(key=key, xml=newest.xml, stored=newest.spec)}
    return tuple(
        _describe_scenario(row, told.get(row.name)) for row in ProcessScenario.objects.filter(key=key).order_by("name")
    )


def _describe_scenario(row: ProcessScenario, told: Told | None) -> ScenarioInfo:
    return ScenarioInfo(
        id=row.pk,
        name=row.name,
        data=row.data,
        moves=tuple(row.moves),
        expected=tuple(row.expected),
        expected_outcome=row.expected_outcome,
        is_right=told.is_right if told is not None else None,
        failed_at=told.failed_at if told is not None else "",
        reason=told.reason if told is not None else "",
        stands_at=told.stands_at if told is not None else (),
    )


def list_versions(*, key: str) -> tuple[DefinitionInfo, ...]:
    """Return the versions of a process, newest first. One statement."""
    rows = ProcessDefinition.objects.filter(key=key).defer("xml", "spec").order_by("-version")[:100]
    return tuple(describe(row) for row in rows)


def compare_versions(*, key: str, before: int, after: int | None) -> tuple[Difference, ...]:
    """Return what differs between two versions; without a later one, between a version and the draft.

    :raises NotFound: one of them does not exist
    """
    rows = {row.version: row.id for row in list_versions(key=key)}
    draft = ProcessDraft.objects.filter(OPEN_DRAFT, key=key).first() if after is None else None
    if before not in rows or (after not in rows and draft is None):
        raise NotFound(_("There is no such version."))
    old = get_running(rows[before]).model
    if draft is None:
        return differences(old, get_running(rows[after or before]).model)
    # The stored version has the processes it calls written into it; so must the draft, or they would seem gone.
    whole, _unknown = expand_calls(read_xml(draft.xml), surroundings().find_process)
    return differences(old, read_model(whole))
