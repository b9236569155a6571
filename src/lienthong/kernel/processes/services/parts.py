"""Opening the rows of a step: one, or one for each agency that is asked; and counting their answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.calendars.queries import add_limit
from lienthong.kernel.forms.contracts import ExpressionFailed

from ..contracts import PlaceMissing
from ..models import ProcessInstance, WorkItem
from ..rules.answers import Part, count_answers, parts_of, settle
from ..rules.engine import ReadyStep, Run
from ..rules.limits import parse_limit
from ..rules.model import Step


def due_for(instance: ProcessInstance, limit_text: str, start: datetime) -> datetime:
    """Return when a step that begins now is due, in the calendar of the case."""
    limit = parse_limit(limit_text)
    if limit is None:
        return start
    return add_limit(calendar_id=instance.calendar_id, start=start, limit=limit)


def _last_officer(earlier: list[WorkItem], step: Step) -> WorkItem | None:
    """Return the finished item whose officer keeps this step: the same step before, or the one it names.

    Returns to an earlier step go to the same officer while the account is active (onestop §6.9).
    """
    for key in (step.key, step.same_officer_as):
        for item in reversed(earlier):
            done = item.step_key == key and item.completed_at is not None
            if key and done and item.completed_by is not None and item.completed_by.is_active:
                return item
    return None


def _agency_of(instance: ProcessInstance, step: Step, part: Part) -> int:
    """Return the agency that does a step.

    :raises PlaceMissing: no agency was given for its place
    """
    place = part.place or step.place
    known: int | None = part.agency_id if part.agency_id is not None else instance.places.get(place)
    if known is None:
        raise PlaceMissing(_("No agency is known for the step “%(step)s”.") % {"step": step.name}, place=place)
    return known


def _unit_of(step: Step, agency_id: int) -> int | None:
    """Return the unit of an agency that does a step; None when the whole agency may. One statement for a unit.

    :raises PlaceMissing: the agency has no unit of that name
    """
    if not step.unit:
        return None
    agencies = WorkItem.unit.field.related_model._default_manager  # noqa: SLF001  the key knows the table
    found = agencies.filter(parent_id=agency_id, short_name=step.unit).values_list("pk", flat=True).first()
    if found is None:
        words = {"step": step.name, "unit": step.unit}
        raise PlaceMissing(_("“%(step)s”: the agency has no unit called “%(unit)s”.") % words, **words)
    return int(found)


def _limit_of(step: Step, part: Part) -> str:
    """Return the limit of one agency.

    :raises ExpressionFailed: the data give it a limit that is none
    """
    if part.limit and parse_limit(part.limit) is None:
        raise ExpressionFailed(_("“%(text)s” is no time limit.") % {"text": part.limit[:40]})
    return part.limit or step.limit


def new_items(
    instance: ProcessInstance, run: Run, ready: ReadyStep, step: Step, earlier: list[WorkItem], now: datetime
) -> Iterator[WorkItem]:
    """Yield the rows of a step that are to be opened now; agencies asked in turn have one open row at a time.

    :raises PlaceMissing: no agency or unit is known for the place of the step
    :raises ExpressionFailed: the data name nobody, or too many
    """
    known = {item.part: item for item in earlier if item.engine_task == ready.task_id}
    if not step.each and any(item.completed_at is None for item in known.values()):
        return
    if step.each and known and not step.sequential:
        return
    if step.sequential and any(item.completed_at is None for item in known.values()):
        return
    parts = parts_of(step, instance.data, run.outcomes, instance.last_outcome)
    for number, part in enumerate(parts):
        if not step.each or number not in known:
            yield _new_item(instance, ready, step, (number, part), earlier, now)
            if step.sequential:
                return


def _new_item(
    instance: ProcessInstance,
    ready: ReadyStep,
    step: Step,
    numbered: tuple[int, Part],
    earlier: list[WorkItem],
    now: datetime,
) -> WorkItem:
    """Return the row of a step that begins now."""
    number, part = numbered
    before = _last_officer(earlier, step) if not step.each else None
    same = before.completed_by if before is not None else None
    agency_id = _agency_of(instance, step, part)
    limit = _limit_of(step, part)
    return WorkItem(
        instance=instance,
        engine_task=ready.task_id,
        part=number,
        system=instance.system,
        subject_type=instance.subject_type,
        subject_key=instance.subject_key,
        title=instance.title,
        subtitle=instance.subtitle,
        url=instance.url,
        step_key=step.key,
        step_name=step.name,
        outcomes=[[outcome.code, outcome.label] for outcome in step.outcomes],
        form=step.form,
        role=step.role,
        agency_id=agency_id,
        unit_id=_unit_of(step, agency_id),
        assignee=same,
        claimed_at=now if same is not None else None,
        limit=limit,
        silence=step.silence,
        opened_at=now,
        due_at=due_for(instance, limit, now),
        subject_due_at=instance.subject_due_at,
        round=1 + sum(1 for item in earlier if item.step_key == step.key and item.part == number),
    )


def settle_parts(instance: ProcessInstance, run: Run, step: Step, item: WorkItem, outcome: str) -> str | None:
    """Return the outcome of a step that asks several agencies, now that one more has answered; None before.

    The counts stand in the data of the case under `answers`, by step, for the conditions that follow. One statement.

    :raises ExpressionFailed: the rule of the step cannot be worked out
    """
    rows = WorkItem.objects.filter(instance=instance, engine_task=item.engine_task, completed_at__isnull=False)
    answers = [*rows.order_by("completed_at", "pk").values_list("outcome", flat=True), outcome]
    before: dict[str, Any] = instance.data.get("answers", {})
    asked = len(parts_of(step, instance.data, run.outcomes, instance.last_outcome))
    decided = settle(step, answers, asked=asked, data=instance.data, steps=run.outcomes)
    if decided is not None:
        instance.data["answers"] = {**before, step.key: count_answers(step, answers)}
    return decided
