"""Beginning a bulk run, letting it rest, ending it early, going on."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from lienthong.kernel.acts.contracts import Actor, BulkState, Conflict, ItemState, NotPermitted
from lienthong.kernel.acts.declaration import find_act
from lienthong.kernel.acts.models import BulkItem, BulkRun
from lienthong.kernel.acts.queries import run_of
from lienthong.kernel.audit import services as audit

SUBJECT = "acts.bulkrun"
TASK = "acts.bulk"


def start_bulk(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """Begin what was tried out; a worker does it, in the name and with the rights of the one who asked.

    :raises NotFound: no such run within reach
    :raises NotPermitted: only the one who chose begins
    :raises Conflict: it was begun before, the same act is under way already, or nothing can be done
    :raises StepUpNeeded: the act asks the person to confirm first
    """
    with transaction.atomic():
        run = _locked(uuid, actor, BulkState.READY)
        if run.starter_id != actor.user_id:
            raise NotPermitted(_("Only who chose the subjects begins the run."))
        if run.undoes is not None:
            _require_open_window(run.undoes, now)
        if not run.items.filter(state=ItemState.WAITING).exists():
            raise Conflict(_("None of the chosen can be done; see the reasons."))
        run.started_at = now
        _set_going(run, actor, now, act="acts.bulk.start")


def resume_bulk(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """Go on with what rests or was ended early; what is done stays done.

    :raises NotFound: no such run within reach
    :raises Conflict: it does not rest, it is being undone, or the same act is under way already
    """
    with transaction.atomic():
        run = _locked(uuid, actor, BulkState.PAUSED, BulkState.STOPPED)
        if run.started_at is None or BulkRun.objects.filter(undoes=run).exists():
            raise Conflict(_("This run was taken back; begin a new one."))
        run.ended_at = None
        _set_going(run, actor, now, act="acts.bulk.resume")


def pause_bulk(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """Let a run rest after the subject in hand; it keeps its place.

    :raises NotFound: no such run within reach
    :raises Conflict: it is not under way
    """
    with transaction.atomic():
        run = _locked(uuid, actor, BulkState.RUNNING)
        run.state = BulkState.PAUSED
        run.save(update_fields=["state"])
        _note(run, actor, now, act="acts.bulk.pause")


def stop_bulk(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """End a run early: the rest is left undone, and another run of the act may begin.

    :raises NotFound: no such run within reach
    :raises Conflict: it has ended already
    """
    with transaction.atomic():
        run = _locked(uuid, actor, BulkState.READY, BulkState.RUNNING, BulkState.PAUSED)
        run.state, run.ended_at = BulkState.STOPPED, now
        run.save(update_fields=["state", "ended_at"])
        _note(run, actor, now, act="acts.bulk.stop")


def ask_worker(run: BulkRun) -> None:
    """Ask a worker to go on with a run; the lock keeps its jobs in line."""
    app.configure_task(TASK, queue="bulk", lock=f"bulk:{run.pk}").defer(run_id=run.pk)


def _locked(uuid: UUID, actor: Actor, *states: BulkState) -> BulkRun:
    """Return a run within reach, locked.

    :raises Conflict: it is in another state
    """
    run = BulkRun.objects.select_for_update().get(pk=run_of(uuid=uuid, viewer=actor).pk)
    if run.state not in states:
        raise Conflict(_("The run has moved on meanwhile; look at it again."))
    return run


def _set_going(run: BulkRun, actor: Actor, now: datetime, *, act: str) -> None:
    if run.starter_id == actor.user_id:
        find_act(run.act).check_step_up(actor=actor, now=now)
    run.state, run.resumed_at = BulkState.RUNNING, now
    run.resumed_from = run.items.exclude(state__in=[ItemState.WAITING, ItemState.BARRED]).count()
    try:
        with transaction.atomic():
            run.save(update_fields=["state", "started_at", "resumed_at", "resumed_from", "ended_at"])
    except IntegrityError as twice:
        message = _("You have another run of this act under way: wait for it, or stop it first.")
        raise Conflict(message) from twice
    _note(run, actor, now, act=act)
    ask_worker(run)


def _require_open_window(done: BulkRun, now: datetime) -> None:
    from .undo_bulk import require_undoable

    require_undoable(done, now)


def _note(run: BulkRun, actor: Actor, now: datetime, *, act: str) -> None:
    counts = {"waiting": BulkItem.objects.filter(run=run, state=ItemState.WAITING).count()}
    audit.record(subject_type=SUBJECT, subject_key=str(run.uuid), act=act, actor=actor, now=now, data=counts)
