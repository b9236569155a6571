"""Doing a bulk run: one subject after another, each act with its line in one transaction."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, get_type_hints

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from lienthong.kernel.acts.contracts import Actor, BulkState, DomainError, ItemState, NotPermitted
from lienthong.kernel.acts.declaration import Act, find_act
from lienthong.kernel.acts.models import BulkItem, BulkRun
from lienthong.kernel.acts.registry import actor_again
from lienthong.kernel.audit import services as audit

from .steer_bulk import SUBJECT, ask_worker

# After so long the job makes room for others that wait in the queue and goes on behind them.
SLICE_SECONDS = 10.0
UNUSED_AFTER = timedelta(days=1)
LONGEST_MESSAGE = 500
Clock = Callable[[], datetime]
log = structlog.get_logger("lienthong.acts")


def work_on_bulk(*, run_id: int, clock: Clock, seconds: float = SLICE_SECONDS) -> int:
    """Do what waits in a run until nothing does, somebody halts it, or the time is over; return how many were tried.

    A line and its act are one transaction: after a crash both are there or neither, and the next job goes on. The
    rights are those the actor has at the moment of each act.

    :param clock: gives the moment of each act
    :param seconds: after these the rest is left to another job
    """
    run = BulkRun.objects.filter(pk=run_id).first()
    if run is None:
        return 0
    act, end, tried = find_act(run.act), time.monotonic() + seconds, 0
    while _do_next(run, act, clock()):
        tried += 1
        if time.monotonic() > end:
            ask_worker(run)
            return tried
    _finish(run, clock())
    return tried


def forget_unused(*, now: datetime) -> int:
    """Remove runs that were tried out and never begun for a day; return how many."""
    unused = BulkRun.objects.filter(state=BulkState.READY, proposed_at__lt=now - UNUSED_AFTER)
    return unused.delete()[1].get("acts.BulkRun", 0)


def _do_next(run: BulkRun, act: Act[Any, Any], now: datetime) -> bool:
    """Try the next subject that waits; False when there is none or the run is halted."""
    with transaction.atomic():
        waiting = BulkItem.objects.select_for_update(of=("self",)).filter(
            run_id=run.pk, state=ItemState.WAITING, run__state=BulkState.RUNNING
        )
        item = waiting.order_by("position").first()
        if item is None:
            return False
        try:
            _carry_out(run, item, act, now)
        except DomainError as refused:
            item.state, item.code, item.message = ItemState.REFUSED, refused.code, refused.message[:LONGEST_MESSAGE]
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # one subject that breaks the act must not keep the others from being done
            reference = f"{str(run.uuid)[:8]}-{item.position}"
            log.exception("bulk_item_failed", act=run.act, subject=item.subject_key, reference=reference)
            item.state, item.code = ItemState.FAILED, "failed"
            item.message = _("The program failed here and changed nothing. Give this number to your administrator: ")
            item.message += reference
        item.done_at = now
        item.save(update_fields=["state", "code", "message", "left_version", "recorded", "done_at"])
    return True


def _carry_out(run: BulkRun, item: BulkItem, act: Act[Any, Any], now: datetime) -> None:
    actor = _actor(run, now)
    inputs = typed(act, {**run.inputs, **item.inputs})
    done = act.carry_out(
        actor=actor,
        now=now,
        expected_version=item.seen_version,
        inputs={act.key: item.subject_key, **inputs},
        bulk_run=str(run.uuid),
    )
    item.state, item.left_version, item.recorded = ItemState.DONE, done.version, dict(done.recorded)


def _actor(run: BulkRun, now: datetime) -> Actor:
    """Return the one who asked, with the rights of this moment; to begin the run they confirmed who they are."""
    actor = actor_again(user_id=run.starter_id, appointment_id=run.appointment_id, now=now)
    if actor is None:
        raise NotPermitted(_("Who began the run no longer holds the office in which they began it."))
    return replace(actor, confirmed_at=now)


def typed(act: Act[Any, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return inputs kept as JSON as what the act takes: instants, days, dataclasses."""
    known = _adapters(act.run)
    return {name: known[name].validate_python(value) if name in known else value for name, value in inputs.items()}


@lru_cache(maxsize=256)
def _adapters(run: Callable[..., Any]) -> dict[str, TypeAdapter[Any]]:
    own = {"subject", "actor", "now", "return"}
    return {name: TypeAdapter(hint) for name, hint in get_type_hints(run).items() if name not in own}


def _finish(run: BulkRun, now: datetime) -> None:
    """End a run when nothing waits; another worker may still hold its last line."""
    with transaction.atomic():
        locked = BulkRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != BulkState.RUNNING or locked.items.filter(state=ItemState.WAITING).exists():
            return
        locked.state, locked.ended_at = BulkState.DONE, now
        locked.save(update_fields=["state", "ended_at"])
        audit.record(
            subject_type=SUBJECT,
            subject_key=str(run.uuid),
            act="acts.bulk.finish",
            actor=Actor.system(run.starter_name),
            now=now,
            data={"tried": locked.items.exclude(state=ItemState.BARRED).count()},
        )
