"""Keeping the rows of waits equal to what the engine waits for besides people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.calendars.queries import add_limit
from lienthong.kernel.forms.contracts import ExpressionFailed
from lienthong.kernel.forms.queries import evaluate

from ..models import ProcessInstance, ProcessMessage, Wait
from ..models.wait import PENDING
from ..queries.definitions import Running
from ..rules.engine import ReadyStep, Run
from ..rules.model import Event, EventKind, Node
from ..rules.timers import Timer, TimerRefused, parse_timer
from .ask_worker import ask_for_message, ask_for_service, ask_for_signal

SERVICE = "service"


def _variables(instance: ProcessInstance, run: Run) -> dict[str, Any]:
    return {
        "data": instance.data,
        "steps": run.outcomes,
        "outcome": instance.last_outcome,
        "subject": instance.subject_key,
    }


def _read_timer(event: Event, variables: Mapping[str, Any]) -> Timer:
    """Return the moment of a timer, worked out from the data of the case where it is an expression.

    :raises ExpressionFailed: it gives no moment
    """
    try:
        return parse_timer(event.timer, event.form)
    except TimerRefused:
        text = str(evaluate(event.timer, variables))
    try:
        return parse_timer(text, event.form)
    except TimerRefused as refusal:
        raise ExpressionFailed(_("“%(text)s” is no moment.") % {"text": text[:40]}) from refusal


def _due(instance: ProcessInstance, timer: Timer, now: datetime) -> datetime:
    """Return when a timer fires: limits count in the calendar of the case, spans on the clock."""
    if timer.limit is not None:
        return add_limit(calendar_id=instance.calendar_id, start=now, limit=timer.limit)
    return timer.at if timer.at is not None else now + (timer.span or now - now)


def key_of(instance: ProcessInstance, run: Run, event: Event) -> str:
    """Return whom a message concerns: what its expression gives, else the subject of the case.

    :raises ExpressionFailed: the data do not let it be worked out
    """
    return str(evaluate(event.key, _variables(instance, run)))[:200] if event.key else instance.subject_key


def _new_wait(
    instance: ProcessInstance, run: Run, ready: ReadyStep, node: Node, now: datetime, remaining: Mapping[str, int]
) -> Wait:
    """Return the row of a wait that begins now."""
    wait = Wait(instance=instance, engine_task=ready.task_id, element=node.key, kind=SERVICE, opened_at=now)
    wait.title = node.name[:200]
    event = node.event
    if node.kind == "serviceTask" or event is None:
        wait.name, wait.skip = node.service, node.skip
        return wait
    wait.kind, wait.name = event.kind.value, event.name
    if event.kind is EventKind.TIMER:
        timer = _read_timer(event, _variables(instance, run))
        wait.due_at = _due(instance, timer, now)
        wait.repeats = remaining.get(node.key, timer.repeats)
    elif event.kind is EventKind.MESSAGE:
        wait.key = key_of(instance, run, event)
    return wait


def sync_waits(
    instance: ProcessInstance,
    running: Running,
    run: Run,
    ready: Sequence[ReadyStep],
    *,
    now: datetime,
    remaining: Mapping[str, int] | None = None,
) -> None:
    """Open a row for each wait that began and close those that are over. No statement for a model without waits.

    :param remaining: how often cycles that have just fired fire again, by element
    :raises ExpressionFailed: a moment or key cannot be worked out
    """
    model = running.model
    if not model.has_waits:
        return
    wanted: dict[tuple[Any, str], tuple[ReadyStep, Node]] = {}
    for each in ready:
        node = model.nodes[each.key]
        for target in (node,) if node.kind == "serviceTask" else model.caught_by(each.key):
            wanted[each.task_id, target.key] = (each, target)
    for row in Wait.objects.filter(PENDING, instance=instance):
        if wanted.pop((row.engine_task, row.element), None) is None:
            row.closed_at = now
            row.save(update_fields=["closed_at"])
    opened = [_new_wait(instance, run, each, node, now, remaining or {}) for each, node in wanted.values()]
    Wait.objects.bulk_create(opened)
    for wait in opened:
        _ask_for(wait)


def _ask_for(wait: Wait) -> None:
    """Ask a worker for a service, or for a message that came before anybody waited for it."""
    if wait.kind == SERVICE:
        ask_for_service(wait.pk)
    elif wait.kind == EventKind.MESSAGE.value:
        early = ProcessMessage.objects.filter(name=wait.name, key=wait.key, heard_at__isnull=True).order_by("pk")
        for message_id in early.values_list("pk", flat=True)[:1]:
            ask_for_message(message_id)


def say(instance: ProcessInstance, running: Running, run: Run, now: datetime) -> None:
    """Hand what the case said to a worker, who tells the cases that wait for it."""
    for key in run.thrown:
        event = running.model.nodes[key].event
        if event is None:
            continue
        if event.kind is EventKind.SIGNAL:
            ask_for_signal(event.name, instance.pk)
        else:
            message = ProcessMessage.objects.create(
                name=event.name, key=key_of(instance, run, event), data=instance.data, sender=instance, sent_at=now
            )
            ask_for_message(message.pk)
    run.thrown = []
