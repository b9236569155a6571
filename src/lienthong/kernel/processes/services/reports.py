"""Long looks at many cases, done by a worker: simulating a draft, moving running cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.audit import services as audit

from ..contracts import CANCELLED, RETURNED, InstanceStatus, ReportKind, ReportState
from ..models import ProcessDefinition, ProcessDraft, ProcessInstance, ProcessReport, Wait, WorkItem
from ..models.instance import LIVE
from ..queries.definitions import Running, get_running, surroundings
from ..queries.past import past_cases
from ..rules.build import build, read_stored
from ..rules.simulate import simulate
from ..rules.transfer import Past, Transfer, summary, transfer
from ..rules.xml import read_xml
from .ask_worker import ask_for_report
from .drafts import SUBJECT, require_designer
from .save_definition import refuse
from .waits import sync_waits

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
    draft = ProcessDraft.objects.filter(key=key).first()
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

    :param renamed: the new key of steps that have another one there
    :raises NotPermitted: the actor may not draw processes
    :raises NotFound: there is no such version
    """
    require_designer(actor)
    if not ProcessDefinition.objects.filter(key=key, version=to_version).exists():
        raise NotFound(_("There is no such version."))
    kind = ReportKind.MOVE_PLAN if dry else ReportKind.MOVE
    return _ask(kind, key, {"to": to_version, "renamed": dict(renamed or {})}, actor, now)


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
        _move(report, now)
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


def _running_cases(key: str, to: ProcessDefinition) -> list[int]:
    """Return the live cases that are on another version. One statement."""
    rows = ProcessInstance.objects.filter(definition__key=key, status__in=[each.value for each in LIVE])
    return list(rows.exclude(definition=to).order_by("pk").values_list("pk", flat=True))


def _move(report: ProcessReport, now: datetime) -> None:
    """Look at each running case, and move those that can when the report says so; each in its own transaction."""
    to = ProcessDefinition.objects.get(key=report.key, version=report.params["to"])
    running = get_running(to.pk)
    renamed: dict[str, str] = report.params["renamed"]
    found: list[tuple[str, Transfer]] = []
    cases = _running_cases(report.key, to)
    report.total = len(cases)
    for number, instance_id in enumerate(cases, 1):
        with transaction.atomic():
            instance = ProcessInstance.objects.select_for_update().get(pk=instance_id)
            if instance.status == InstanceStatus.ENDED.value or instance.definition_id == to.pk:
                continue
            moved = transfer(running.model, running.spec, _past(instance), renamed=renamed)
            found.append((instance.subject_key, moved))
            if not moved.reason and report.kind == ReportKind.MOVE.value:
                _put(instance, running, moved, renamed, report, now)
        if number % 100 == 0:
            ProcessReport.objects.filter(pk=report.pk).update(done=number, total=report.total)
    report.done = report.total
    report.result = summary(found)


def _past(instance: ProcessInstance) -> Past:
    """Return what a case has behind it. Two statements."""
    items = instance.items.order_by("opened_at", "pk").values_list("step_key", "outcome", "completed_at")
    waits = instance.waits.filter(happened=True).values_list("element", "closed_at")
    done = [(at, key, outcome) for key, outcome, at in items if at is not None and outcome not in {CANCELLED, RETURNED}]
    happened = [(at, element, "") for element, at in waits if at is not None]
    moves = tuple((key, outcome) for _at, key, outcome in sorted([*done, *happened], key=lambda each: each[0]))
    return Past(moves, tuple(key for key, _outcome, at in items if at is None), instance.data)


def _put(
    instance: ProcessInstance,
    running: Running,
    moved: Transfer,
    renamed: Mapping[str, str],
    report: ProcessReport,
    now: datetime,
) -> None:
    """Put a case on the other version: its open steps keep their dates and holders and take the new words."""
    if moved.walk is None:
        return
    tasks = dict(moved.tasks)
    for item in WorkItem.objects.filter(instance=instance, completed_at__isnull=True):
        step = running.model.steps[renamed.get(item.step_key, item.step_key)]
        rows = WorkItem.objects.filter(instance=instance, engine_task=item.engine_task)
        rows.filter(completed_at__isnull=False).update(engine_task=tasks[step.key])
        item.engine_task = tasks[step.key]
        item.step_key, item.step_name, item.role, item.form = step.key, step.name, step.role, step.form
        item.outcomes = [[outcome.code, outcome.label] for outcome in step.outcomes]
        item.silence = step.silence
        item.version += 1
        item.save()
    Wait.objects.filter(instance=instance, closed_at__isnull=True).update(closed_at=now)
    run = moved.walk.run
    instance.definition_id = running.id
    instance.state = run.dump()
    instance.save(update_fields=["definition", "state"])
    sync_waits(instance, running, run, run.ready(), now=now)
    audit.record(
        subject_type=instance.subject_type,
        subject_key=instance.subject_key,
        act="processes.case.move",
        actor=Actor.system(report.asked_by_name),
        now=now,
        data={"to": running.version},
    )
