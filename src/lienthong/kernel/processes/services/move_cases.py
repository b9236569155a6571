"""Moving running cases to another version, each in its own transaction, after saying which can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit

from ..contracts import CANCELLED, RETURNED, InstanceStatus, ReportKind
from ..models import ProcessDefinition, ProcessInstance, ProcessReport, Wait, WorkItem
from ..models.instance import LIVE
from ..models.wait import PENDING
from ..models.work_item import OPEN
from ..queries.definitions import Running, get_running
from ..queries.items import describe_state
from ..rules.model import EventKind
from ..rules.transfer import Past, Transfer, summary, transfer
from .happen import tell_moved
from .waits import SERVICE, sync_waits

MOVE = "processes.case.move"


def move_cases(report: ProcessReport, now: datetime) -> None:
    """Look at each running case, and move those that can when the report says so."""
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
                _put(instance, running, moved, renamed, report.asked_by_name, now)
        if number % 100 == 0:
            ProcessReport.objects.filter(pk=report.pk).update(done=number, total=report.total)
    report.done = report.total
    report.result = summary(found)


def _running_cases(key: str, to: ProcessDefinition) -> list[int]:
    """Return the live cases that are on another version. One statement."""
    rows = ProcessInstance.objects.filter(definition__key=key, status__in=[each.value for each in LIVE])
    return list(rows.exclude(definition=to).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class _Done:
    """Something a case has behind it; `back` when it is a return, which takes the named step and what followed."""

    at: datetime
    key: str
    outcome: str = ""
    round: int = 1
    back: bool = False


def _past(instance: ProcessInstance) -> Past:
    """Return what a case has behind it, without what returns have undone. Two statements."""
    items = list(instance.items.order_by("opened_at", "pk"))
    waits = instance.waits.filter(happened=True).order_by("closed_at", "pk")
    done = [
        _Done(item.completed_at, item.step_key, item.outcome, item.round)
        for item in items
        if item.completed_at is not None and item.outcome not in {CANCELLED, RETURNED}
    ]
    done += [_Done(wait.closed_at, wait.element, wait.outcome) for wait in waits if wait.closed_at is not None]
    done += _returns(items)
    moves: list[_Done] = []
    # A return happens at the moment in which the step opens again, after all that was done before it.
    for each in sorted(done, key=lambda one: (one.at, one.back)):
        moves = moves[: _first_of_round(moves, each.key)] if each.back else [*moves, each]
    standing = tuple(item.step_key for item in items if item.completed_at is None)
    return Past(tuple((each.key, each.outcome) for each in moves), standing, instance.data)


def _returns(items: list[WorkItem]) -> Iterator[_Done]:
    """Yield each return with the step to which the case went back."""
    moments = {item.completed_at for item in items if item.outcome == RETURNED}
    for key, at in {(item.step_key, item.opened_at) for item in items if item.round > 1 and item.opened_at in moments}:
        yield _Done(at, key, back=True)


def _first_of_round(moves: list[_Done], key: str) -> int:
    """Return where the last round of a step begins; several agencies answer in one round."""
    last = max((each.round for each in moves if each.key == key), default=0)
    return next((place for place, each in enumerate(moves) if each.key == key and each.round == last), len(moves))


def _put(
    instance: ProcessInstance,
    running: Running,
    moved: Transfer,
    renamed: Mapping[str, str],
    by: str,
    now: datetime,
) -> None:
    """Put a case on the other version: what is open keeps its dates and holders and takes the new words."""
    if moved.walk is None:
        return
    before = get_running(instance.definition_id)
    items = _put_items(instance, running, moved, renamed)
    run = moved.walk.run
    _put_waits(instance, running, moved, renamed)
    instance.definition_id = running.id
    instance.state, instance.data = run.dump(), moved.walk.data
    instance.save(update_fields=["definition", "state", "data"])
    sync_waits(instance, running, run, run.ready(), now=now)
    if instance.status == InstanceStatus.PAUSED:
        instance.waits.filter(PENDING, due_at__isnull=False, stopped_at__isnull=True).update(stopped_at=now)
    audit.record(
        subject_type=instance.subject_type,
        subject_key=instance.subject_key,
        act=MOVE,
        actor=Actor.system(by),
        now=now,
        data={"from": str(before.version), "to": str(running.version)},
    )
    tell_moved(instance, describe_state(instance, items), "", now, by=by, to_version=running.version)


def _put_items(
    instance: ProcessInstance, running: Running, moved: Transfer, renamed: Mapping[str, str]
) -> list[WorkItem]:
    tasks = dict(moved.tasks)
    items = list(WorkItem.objects.filter(OPEN, instance=instance).select_related("agency", "assignee").order_by("pk"))
    for item in items:
        step = running.model.steps[renamed.get(item.step_key, item.step_key)]
        rows = WorkItem.objects.filter(instance=instance, engine_task=item.engine_task)
        rows.filter(completed_at__isnull=False).update(engine_task=tasks[step.key])
        item.engine_task = tasks[step.key]
        item.step_key, item.step_name, item.role, item.form = step.key, step.name, step.role, step.form
        item.outcomes = [[outcome.code, outcome.label] for outcome in step.outcomes]
        item.silence = step.silence
        item.version += 1
        item.save()
    return items


def _put_waits(instance: ProcessInstance, running: Running, moved: Transfer, renamed: Mapping[str, str]) -> None:
    """Let timers and services that go on there keep their rows: a timer its moment, a service its key and failure."""
    if moved.walk is None:
        return
    model = running.model
    tasks = {
        node.key: ready.task_id
        for ready in moved.walk.waiting
        for node in (model.nodes[ready.key], *model.caught_by(ready.key))
    }
    for wait in Wait.objects.filter(PENDING, instance=instance, kind__in=[EventKind.TIMER.value, SERVICE]):
        element = renamed.get(wait.element, wait.element)
        if element not in tasks or (wait.kind == SERVICE and model.nodes[element].service != wait.name):
            continue
        wait.engine_task, wait.element = tasks[element], element
        wait.title, wait.skip = model.nodes[element].name[:200], model.nodes[element].skip
        wait.save(update_fields=["engine_task", "element", "title", "skip"])
