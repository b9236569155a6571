"""What moves a case although nobody does an act: clocks, messages, signals, services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, DomainError
from lienthong.kernel.events.services import publish

from ..contracts import InstanceStatus, ProcessState
from ..events import CaseMoved
from ..models import ProcessInstance, ProcessMessage, Wait, WorkItem
from ..models.wait import PENDING
from ..models.work_item import OPEN
from ..rules.engine import EngineRefused
from ..rules.model import EventKind
from .ask_worker import ask_for_message, ask_for_signal
from .finish import finish
from .locking import lock_open
from .projection import load_run, project

log = structlog.get_logger("lienthong.processes")

BATCH = 500
CLOCK = "processes.clock"


def tell_moved(
    instance: ProcessInstance, state: ProcessState, cause: str, now: datetime, *, by: str = CLOCK, to_version: int = 0
) -> None:
    """Publish that a case moved.

    :param cause: the element that happened; empty when the case was put on another version
    """
    event = CaseMoved(
        system=instance.system,
        subject_type=instance.subject_type,
        subject_key=instance.subject_key,
        cause=cause,
        status=state.status.value,
        last_outcome=state.last_outcome,
        open_steps=tuple(item.step_key for item in state.open_items),
        to_version=to_version,
    )
    publish(event=event, subject=instance.subject_key, now=now, actor_name=by)


def lock_wait(wait_id: int) -> Wait | None:
    """Return an open wait of a case whose clock runs, with the case locked before it; None when it is over."""
    found = Wait.objects.filter(PENDING, pk=wait_id).first()
    if found is None:
        return None
    running = ProcessInstance.objects.select_for_update().filter(pk=found.instance_id, status=InstanceStatus.RUNNING)
    instance = running.first()
    wait = Wait.objects.select_for_update().filter(PENDING, pk=wait_id).first() if instance is not None else None
    if wait is None or instance is None:
        return None
    wait.instance = instance
    return wait


def happen(*, wait_id: int, now: datetime, data: Mapping[str, Any] | None = None) -> ProcessState | None:
    """Let what a case waits for happen, in its own transaction; None when the wait is over or the clock stands.

    :param data: small values that come with a message
    :raises ExpressionFailed, EngineRefused: the case cannot go on from here
    """
    with transaction.atomic():
        wait = lock_wait(wait_id)
        if wait is None:
            return None
        instance = wait.instance
        instance.data = {**instance.data, **(data or {})}
        running, run = load_run(instance)
        again = wait.repeats != 0
        run.fire(wait.engine_task, wait.element, again=again)
        wait.closed_at, wait.happened = now, True
        wait.save(update_fields=["closed_at", "happened"])
        left = {wait.element: wait.repeats - 1 if wait.repeats > 0 else wait.repeats}
        state = project(instance, running, run, actor=Actor.system(CLOCK), now=now, remaining=left)
        tell_moved(instance, state, wait.element, now)
        return state


def fire_due(*, now: datetime) -> int:
    """Let every timer fire that is due and every silent step end; returns how many cases moved.

    One that fails stays, is logged, and is tried again with the next minute.
    """
    due = Wait.objects.filter(PENDING, kind=EventKind.TIMER.value, due_at__lte=now, instance__status="running")
    silent = WorkItem.objects.filter(OPEN, due_at__lte=now, paused_at__isnull=True).exclude(silence="")
    waits = list(due.order_by("due_at").values_list("pk", flat=True)[:BATCH])
    items = list(silent.order_by("due_at").values_list("pk", flat=True)[:BATCH])
    moved = sum(_attempt(partial(happen, wait_id=wait_id, now=now), wait_id) for wait_id in waits)
    moved += sum(_attempt(partial(end_in_silence, item_id=item_id, now=now), item_id) for item_id in items)
    return moved + _hear_late(now)


def _hear_late(now: datetime) -> int:
    """Deliver messages that were sent at the very moment in which somebody began to wait for them."""
    awaited = Wait.objects.filter(PENDING, kind=EventKind.MESSAGE.value, name=OuterRef("name"), key=OuterRef("key"))
    late = ProcessMessage.objects.filter(Exists(awaited), heard_at__isnull=True).order_by("pk")
    found = list(late.values_list("pk", flat=True)[:BATCH])
    return sum(deliver_message(message_id=message_id, now=now) for message_id in found)


def _attempt(move: Callable[[], ProcessState | None], about: int) -> bool:
    try:
        return move() is not None
    except (DomainError, EngineRefused) as failure:
        log.warning("case_cannot_move", about=about, reason=str(failure))
        return False


def end_in_silence(*, item_id: int, now: datetime) -> ProcessState | None:
    """End a step that was not answered in time with the outcome that silence counts as; None when it is over."""
    with transaction.atomic():
        item = lock_open(item_id)
        late = item is not None and item.silence and item.paused_at is None and item.due_at <= now
        if item is None or not late:
            return None
        actor = Actor.system(CLOCK)
        state = finish(item, outcome=item.silence, actor=actor, now=now, note=_("No answer in time."))
        tell_moved(item.case, state, item.step_key, now)
        return state


def send_message(*, name: str, key: str, data: Mapping[str, Any], now: datetime) -> int:
    """Send a message to the case that waits for it under a key, or will; returns its number.

    A system may send what a process waits for; the message stays until one case has heard it.
    """
    message = ProcessMessage.objects.create(name=name, key=key, data=dict(data), sent_at=now)
    ask_for_message(message.pk)
    return int(message.pk)


def send_signal(*, name: str) -> None:
    """Tell a signal to every case that waits for it now; nobody hears it later."""
    ask_for_signal(name, None)


def deliver_message(*, message_id: int, now: datetime) -> bool:
    """Hand a message to the first case that waits for it; it is heard once."""
    with transaction.atomic():
        unheard = ProcessMessage.objects.select_for_update().filter(pk=message_id, heard_at__isnull=True)
        message = unheard.first()
        if message is None:
            return False
        waiting = Wait.objects.filter(PENDING, kind=EventKind.MESSAGE.value, name=message.name, key=message.key)
        for wait in waiting.filter(instance__status=InstanceStatus.RUNNING).order_by("pk"):
            if happen(wait_id=wait.pk, now=now, data=_payload(message)) is not None:
                message.heard_at, message.heard_by_id = now, wait.instance_id
                message.save(update_fields=["heard_at", "heard_by"])
                return True
    return False


def _payload(message: ProcessMessage) -> dict[str, Any]:
    """Return what a message brings; a case keeps its own values and finds the sender's under the message's name."""
    return {message.name: message.data} if message.sender_id is not None else dict(message.data)


def broadcast(*, name: str, now: datetime) -> int:
    """Tell a signal to every case that waits for it; returns how many heard it."""
    waiting = Wait.objects.filter(PENDING, kind=EventKind.SIGNAL.value, name=name)
    heard = 0
    for wait_id in waiting.order_by("pk").values_list("pk", flat=True).iterator():
        heard += _attempt(partial(happen, wait_id=wait_id, now=now), wait_id)
    return heard
