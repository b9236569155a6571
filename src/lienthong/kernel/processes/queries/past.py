"""Past cases: for simulation, for figures by step and person, and as an event log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Avg, Count, F, Max, Q, QuerySet, Sum

from lienthong.kernel.acts.contracts import Actor

from ..contracts import CANCELLED, RETURNED, HeldTime, InstanceStatus, StepHeat
from ..models import ProcessInstance, WorkItem
from ..policy import DESIGN
from ..rules.simulate import PastCase, PastStep
from .definitions import get_definition, get_running

BATCH = 2_000
PAGE_SIZE = 50
LATE = Q(completed_at__gt=F("due_at"))

Holder = tuple[str, str, str, str]  # step, agency, unit, person


def _rows_of(key: str, since: datetime) -> Iterator[Any]:
    """Yield the finished steps of ended cases, case by case."""
    rows = WorkItem.objects.filter(
        instance__definition__key=key,
        instance__status=InstanceStatus.ENDED.value,
        instance__ended_at__gte=since,
        completed_at__isnull=False,
    ).exclude(outcome__in=[CANCELLED, RETURNED])
    names = ("instance_id", "subject_key", "step_key", "outcome", "working_minutes_used")
    more = ("instance__data", "instance__ended_at", "instance__subject_due_at")
    yield from rows.order_by("instance_id", "opened_at", "pk").values(*names, *more).iterator(chunk_size=BATCH)


def past_cases(*, key: str, since: datetime, most: int) -> tuple[PastCase, ...]:
    """Return the cases of a process that ended since a moment, with their steps in order. One statement."""
    found: list[PastCase] = []
    for _case, rows in groupby(_rows_of(key, since), key=lambda row: row["instance_id"]):
        steps = list(rows)
        first = steps[0]
        due, ended = first["instance__subject_due_at"], first["instance__ended_at"]
        made = tuple(PastStep(row["step_key"], row["outcome"], row["working_minutes_used"] or 0) for row in steps)
        late = due is not None and ended is not None and ended > due
        found.append(PastCase(first["subject_key"], first["instance__data"], made, late))
        if len(found) >= most:
            break
    return tuple(found)


def step_heat(*, key: str, version: int | None, since: datetime) -> tuple[StepHeat, ...]:
    """Return where the cases of a process have waited since a moment, by step. Two statements.

    `heat` goes from 1 (little) to 5 (the step that took most working time in all).

    :raises NotFound: there is no such process
    """
    running = get_running(get_definition(key=key, version=version).id)
    rows = WorkItem.objects.filter(instance__definition__key=key, opened_at__gte=since).exclude(outcome=CANCELLED)
    figures = {
        row["step_key"]: row
        for row in rows.order_by()
        .values("step_key")
        .annotate(
            done=Count("pk", filter=Q(completed_at__isnull=False)),
            waiting=Count("pk", filter=Q(completed_at__isnull=True)),
            late=Count("pk", filter=LATE),
            mean=Avg("working_minutes_used"),
            longest=Max("working_minutes_used"),
            whole=Sum("working_minutes_used"),
        )
    }
    most = max((row["whole"] or 0 for row in figures.values()), default=0)
    return tuple(
        _heat(step.key, step.name, step.limit, figures.get(step.key), most) for step in running.model.steps.values()
    )


def _heat(key: str, name: str, limit: str, row: Mapping[str, Any] | None, most: int) -> StepHeat:
    if row is None:
        return StepHeat(key=key, name=name, limit=limit)
    whole = row["whole"] or 0
    return StepHeat(
        key=key,
        name=name,
        limit=limit,
        done=row["done"],
        waiting=row["waiting"],
        late=row["late"],
        mean=int(row["mean"] or 0),
        longest=row["longest"] or 0,
        heat=1 + (whole * 4 // most if most else 0),
    )


def held_times(
    *, key: str, since: datetime, viewer: Actor, step: str = "", page: int = 1
) -> tuple[tuple[HeldTime, ...], bool]:
    """Return one page of who held the steps of a process how long, and whether more follow. Two statements.

    Per step, agency, unit and person: who gave a step on is counted with the time until then, who finished it with
    the rest. Only those who look after processes see persons; everybody else sees nothing here.
    """
    if not viewer.may(DESIGN):
        return (), False
    rows = WorkItem.objects.filter(instance__definition__key=key, completed_at__gte=since).exclude(outcome=CANCELLED)
    if step:
        rows = rows.filter(step_key=step)
    groups = rows.order_by().values("step_key", "step_name", "agency__name", "unit__name", "completed_by_name")
    found: dict[Holder, HeldTime] = {}
    for row in groups.annotate(done=Count("pk"), late=Count("pk", filter=LATE), whole=Sum("working_minutes_used")):
        holder = (row["step_key"], row["agency__name"], row["unit__name"] or "", row["completed_by_name"])
        step_key, agency, unit, person = holder
        minutes = row["whole"] or 0
        found[holder] = HeldTime(step_key, row["step_name"], agency, unit, person, row["done"], row["late"], minutes)
    _share_out(found, rows)
    ordered = sorted(found.values(), key=lambda each: (-each.minutes, each.step_key, each.person))
    start = (max(page, 1) - 1) * PAGE_SIZE
    return tuple(ordered[start : start + PAGE_SIZE]), len(ordered) > start + PAGE_SIZE


def _share_out(found: dict[Holder, HeldTime], rows: QuerySet[WorkItem]) -> None:
    """Take from who finished a step the time in which others held it, and give it to them. One statement."""
    names = ("step_key", "step_name", "agency__name", "unit__name", "completed_by_name", "holders")
    for row in rows.exclude(holders=[]).values(*names):
        place = (row["step_key"], row["agency__name"], row["unit__name"] or "")
        for held in row["holders"]:
            finisher, holder = (*place, row["completed_by_name"]), (*place, held["name"])
            minutes = min(int(held["minutes"]), found[finisher].minutes)
            found[finisher] = replace(found[finisher], minutes=found[finisher].minutes - minutes)
            before = found.get(holder) or HeldTime(
                place[0], row["step_name"], place[1], place[2], held["name"], 0, 0, 0
            )
            found[holder] = replace(before, minutes=before.minutes + minutes)


def log_rows(*, key: str, since: datetime) -> Iterator[Any]:
    """Yield the steps of all cases of a process begun since a moment, case by case, for the event log."""
    rows = WorkItem.objects.filter(instance__definition__key=key, instance__started_at__gte=since)
    names = ("instance__uuid", "uuid", "step_key", "step_name", "role", "agency__name", "completed_by_name")
    more = ("opened_at", "completed_at", "due_at", "outcome", "round", "instance__definition__version")
    ordered = rows.order_by("instance_id", "opened_at", "pk")
    yield from ordered.values(*names, *more).iterator(chunk_size=BATCH)


def count_running(*, key: str) -> dict[int, int]:
    """Return how many cases are running on each version of a process. One statement."""
    rows = ProcessInstance.objects.filter(definition__key=key, status__in=["running", "paused"]).order_by()
    return dict(rows.values_list("definition__version").annotate(Count("pk")))
