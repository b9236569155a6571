"""Doing a bulk run: a few subjects in one transaction, each act with its line whole or not at all."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from lienthong.kernel.acts.traces import Kept
from lienthong.kernel.audit import services as audit

from .steer_bulk import SUBJECT, ask_worker

# After so long the job makes room for others that wait in the queue and goes on behind them.
SLICE_SECONDS = 10.0
# Subjects of one transaction. PostgreSQL keeps 64 savepoints of a transaction at hand; more make others slow.
CHUNK = 40
# After so long a transaction ends with what it has done, so that a pause is heard and nobody waits for a subject.
CHUNK_SECONDS = 0.3
UNUSED_AFTER = timedelta(days=1)
LONGEST_MESSAGE = 500
WRITTEN = ("state", "code", "message", "left_version", "recorded", "done_at")
Clock = Callable[[], datetime]
log = structlog.get_logger("lienthong.acts")


def work_on_bulk(*, run_id: int, clock: Clock, seconds: float = SLICE_SECONDS) -> int:
    """Do what waits in a run until nothing does, somebody halts it, or the time is over; return how many were tried.

    Lines and acts of a transaction are one: after a crash all are there or none, and the next job goes on. The rights
    are those the actor has when the transaction begins.

    :param clock: gives the moment of each act
    :param seconds: after these the rest is left to another job
    """
    run = BulkRun.objects.filter(pk=run_id).first()
    if run is None:
        return 0
    act, end, tried, alone = find_act(run.act), time.monotonic() + seconds, 0, 0
    while True:
        try:
            done = _do_some(run, act, clock, 1 if alone else CHUNK, end)
        except Exception:  # what fails for all of them together is tried one by one: only the one at fault fails
            if alone:
                raise
            log.warning("bulk_one_by_one", act=run.act, run=str(run.uuid), exc_info=True)
            alone = CHUNK
            continue
        if not done:
            break
        tried, alone = tried + done, max(0, alone - done)
        if time.monotonic() > end:
            ask_worker(run)
            return tried
    _finish(run, clock())
    return tried


def forget_unused(*, now: datetime) -> int:
    """Remove runs that were tried out and never begun for a day; return how many."""
    unused = BulkRun.objects.filter(state=BulkState.READY, proposed_at__lt=now - UNUSED_AFTER)
    return unused.delete()[1].get("acts.BulkRun", 0)


def _do_some(run: BulkRun, act: Act[Any, Any], clock: Clock, most: int, end: float) -> int:
    """Try the next subjects that wait, in one transaction; 0 when there is none or the run is halted."""
    end = min(end, time.monotonic() + CHUNK_SECONDS)
    with transaction.atomic():
        waiting = BulkItem.objects.select_for_update(of=("self",)).filter(
            run_id=run.pk, state=ItemState.WAITING, run__state=BulkState.RUNNING
        )
        items = _each_once(waiting.order_by("position")[:most])
        if not items:
            return 0
        _lock_in_order(act, [item.subject_key for item in items])
        kept, tried, actor = Kept(), list[BulkItem](), _actor(run, clock())
        for item in items:
            _try(run, item, act, actor, kept, clock())
            tried.append(item)
            if time.monotonic() > end:
                break
        kept.write()
        BulkItem.objects.bulk_create(tried, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)
    return len(tried)


def _each_once(items: Iterable[BulkItem]) -> list[BulkItem]:
    """Return the items up to the first whose subject came before: what an act left of it is written by then."""
    found: dict[str, BulkItem] = {}
    for item in items:
        if item.subject_key in found:
            break
        found[item.subject_key] = item
    return list(found.values())


def _lock_in_order(act: Act[Any, Any], keys: Sequence[str]) -> None:
    """Lock subjects in the order of their rows, so that two runs over the same ones do not wait for each other."""
    rows = act.subject._default_manager.filter(**{f"{act.key}__in": keys})  # noqa: SLF001  Django's own way in
    list(rows.order_by("pk").select_for_update().values_list("pk"))


def _try(run: BulkRun, item: BulkItem, act: Act[Any, Any], actor: Actor | None, kept: Kept, now: datetime) -> None:
    """Do one subject whole or not at all, and write on its line what became of it."""
    own = Kept()
    try:
        _carry_out(run, item, act, actor, own, now)
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
    else:
        kept.add(own)
    item.done_at = now


def _carry_out(
    run: BulkRun, item: BulkItem, act: Act[Any, Any], actor: Actor | None, traces: Kept, now: datetime
) -> None:
    if actor is None:
        raise NotPermitted(_("Who began the run no longer holds the office in which they began it."))
    done = act.carry_out(
        actor=actor,
        now=now,
        expected_version=item.seen_version,
        inputs={act.key: item.subject_key, **typed(act, {**run.inputs, **item.inputs})},
        bulk_run=str(run.uuid),
        traces=traces,
    )
    item.state, item.left_version, item.recorded = ItemState.DONE, done.version, dict(done.recorded)


def _actor(run: BulkRun, now: datetime) -> Actor | None:
    """Return the one who asked, with the rights of this moment; to begin the run they confirmed who they are."""
    actor = actor_again(user_id=run.starter_id, appointment_id=run.appointment_id, now=now)
    return replace(actor, confirmed_at=now) if actor is not None else None


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
