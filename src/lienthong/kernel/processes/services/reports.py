"""Long looks at many cases, done by a worker: simulating a draft, moving running cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotFound
from lienthong.kernel.audit import services as audit

from ..contracts import DraftState, ReportKind, ReportState
from ..models import ProcessDefinition, ProcessDraft, ProcessReport
from ..queries.definitions import surroundings
from ..queries.past import past_cases
from ..rules.build import build, read_stored
from ..rules.simulate import simulate
from ..rules.xml import read_xml
from .ask_worker import ask_for_report
from .drafts import SUBJECT, require_designer
from .move_cases import move_cases
from .save_definition import refuse

YEAR = timedelta(days=365)
MOST_CASES = 20_000


def _ask(kind: ReportKind, key: str, params: Mapping[str, object], actor: Actor, now: datetime) -> int:
    report = ProcessReport.objects.create(
        kind=kind.value,
        key=key,
        state=ReportState.WAITING.value,
        params=dict(params),
        asked_at=now,
        asked_by_name=actor.name,
    )
    audit.record(
        subject_type=SUBJECT, subject_key=key, act=f"processes.{kind.value}", actor=actor, now=now, data=dict(params)
    )
    ask_for_report(report.pk)
    return int(report.pk)


def ask_simulation(*, key: str, actor: Actor, now: datetime) -> int:
    """Ask what the draft would have made of last year's cases; returns the number of the report.

    :raises NotPermitted: the actor may not draw processes
    :raises NotFound: there is no draft
    :raises DefinitionRefused: the draft cannot run yet
    """
    require_designer(actor)
    draft = ProcessDraft.objects.filter(key=key, state=DraftState.OPEN).first()
    if draft is None:
        raise NotFound(_("There is no draft of this process."))
    _model, _stored, problems = build(read_xml(draft.xml), total_limit=draft.total_limit, around=surroundings())
    if problems:
        raise refuse(problems)
    params = {"xml": draft.xml, "total_limit": draft.total_limit, "since": (now - YEAR).isoformat()}
    return _ask(ReportKind.SIMULATION, key, params, actor, now)


def ask_move(
    *,
    key: str,
    to_version: int,
    actor: Actor,
    now: datetime,
    renamed: Mapping[str, str] | None = None,
    dry: bool = True,
) -> int:
    """Ask which running cases can move to a version, or (not `dry`) move those that can; returns the report's number.

    Cases move only after a report about the same move; each is looked at once more when its turn comes.

    :param renamed: the new key of steps that have another one there
    :raises NotPermitted: the actor may not draw processes
    :raises Invalid: there is no such version
    :raises Conflict: no report about this move is done yet
    """
    require_designer(actor)
    if not ProcessDefinition.objects.filter(key=key, version=to_version).exists():
        message = _("There is no such version.")
        raise Invalid(message, errors=(FieldError("version", message),))
    kind, params = ReportKind.MOVE_PLAN if dry else ReportKind.MOVE, {"to": to_version, "renamed": dict(renamed or {})}
    told = ProcessReport.objects.filter(key=key, kind=ReportKind.MOVE_PLAN, state=ReportState.DONE, params=params)
    if not dry and not told.exists():
        raise Conflict(_("Ask for the report first: it says which cases would move and which stay."))
    return _ask(kind, key, params, actor, now)


def work_on_report(*, report_id: int, now: datetime) -> None:
    """Work a report out; one that is finished stays as it is, and a case that was moved is not moved again."""
    report = ProcessReport.objects.filter(pk=report_id).first()
    if report is None or report.state == ReportState.DONE.value:
        return
    report.state = ReportState.RUNNING.value
    report.save(update_fields=["state"])
    if report.kind == ReportKind.SIMULATION.value:
        _simulate(report)
    else:
        move_cases(report, now)
    report.state, report.finished_at = ReportState.DONE.value, now
    report.save(update_fields=["state", "finished_at", "result", "done", "total"])


def _simulate(report: ProcessReport) -> None:
    """Let the draft handle the cases of last year."""
    params = report.params
    root = read_xml(params["xml"])
    _model, stored, _problems = build(root, total_limit=params["total_limit"], around=surroundings())
    model, program = read_stored(params["xml"], stored)
    cases = past_cases(key=report.key, since=datetime.fromisoformat(params["since"]), most=MOST_CASES)
    report.result = simulate(model, program, cases, total_limit=params["total_limit"])
    names = {key: step.name for key, step in model.steps.items()}
    report.result["names"] = names
    report.done = report.total = len(cases)
