"""Calling the services that cases wait for, and keeping why one did not answer."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction

from lienthong.kernel.acts.contracts import Actor, DomainError

from ..contracts import InstanceStatus, ProcessState, ServiceAnswer, ServiceCall, ServiceFailed, ServiceFailure
from ..extensions import find_service
from ..models import Wait
from ..models.wait import PENDING
from ..rules.engine import EngineRefused
from ..rules.model import EventKind
from .happen import happen, lock_wait, tell_moved
from .projection import load_run, project

log = structlog.get_logger("lienthong.processes")


def call_service(*, wait_id: int, now: datetime, is_last: bool = False) -> None:
    """Call the service a case waits for, outside every transaction, and end its task with the answer.

    :param is_last: nobody will try again by himself; a failure is shown as given up
    :raises Exception: what the service raises; the job is tried again. A ServiceFailed is an answer: it is caught by
        an error on the border of the task, or shown to who looks after the process
    """
    wait = Wait.objects.select_related("instance").filter(PENDING, pk=wait_id).first()
    if wait is None or wait.instance.status != InstanceStatus.RUNNING:
        return  # over, or the clock stands: the service is asked for again when it runs
    function = find_service(wait.name)
    if function is None:
        _refused(wait, ServiceFailure.UNKNOWN, wait.name, now)
        return
    try:
        answer = function(_call_of(wait))
        with transaction.atomic():
            locked = lock_wait(wait_id)
            if locked is not None:
                end_wait(locked, answer=answer, actor=Actor.system(wait.name), now=now)
    except ServiceFailed as failure:
        _refused(wait, ServiceFailure.REFUSED, str(failure), now)
    except Exception as failure:
        _keep(wait, ServiceFailure.GIVEN_UP if is_last else ServiceFailure.TRYING, _sentence(failure), now)
        raise


def _call_of(wait: Wait) -> ServiceCall:
    return ServiceCall(
        key=str(wait.uuid),
        service=wait.name,
        element=wait.element,
        system=wait.instance.system,
        subject_type=wait.instance.subject_type,
        subject_key=wait.instance.subject_key,
        data=dict(wait.instance.data),
    )


def _sentence(failure: Exception) -> str:
    """Return what an error says: its words where it was written for people, its kind besides where it was not."""
    told = isinstance(failure, DomainError | EngineRefused)
    return str(failure) if told else f"{type(failure).__name__}: {failure}"


def end_wait(wait: Wait, *, answer: ServiceAnswer, actor: Actor, now: datetime) -> ProcessState:
    """End the task of a service that is locked with its case.

    :raises ExpressionFailed, EngineRefused: the case cannot go on from here
    """
    instance = wait.instance
    instance.data = {**instance.data, **answer.data}
    instance.last_outcome = answer.outcome
    running, run = load_run(instance)
    run.complete(wait.engine_task, answer.outcome)
    wait.closed_at, wait.happened, wait.outcome = now, True, answer.outcome
    wait.failure, wait.failed_at = "", None
    wait.save(update_fields=["closed_at", "happened", "outcome", "failure", "failed_at"])
    state = project(instance, running, run, actor=actor, now=now)
    tell_moved(instance, state, wait.element, now, by=actor.name)
    return state


def _keep(wait: Wait, failure: ServiceFailure, error: str, now: datetime) -> None:
    """Keep why the service did not answer, for who looks after processes."""
    Wait.objects.filter(PENDING, pk=wait.pk).update(
        attempts=wait.attempts + 1,
        last_error=error[:500].replace("\0", ""),
        failure=failure.value,
        failed_at=wait.failed_at or now,
    )
    log.warning("service_failed", wait=wait.pk, service=wait.name, failure=failure.value, reason=error)


def _refused(wait: Wait, failure: ServiceFailure, error: str, now: datetime) -> None:
    """Take the way of an error on the border; without one the wait stays and shows the reason."""
    _keep(wait, failure, error, now)
    borders = Wait.objects.filter(PENDING, instance=wait.instance, kind=EventKind.ERROR.value)
    running, _run = load_run(wait.instance)
    hosts = {node.key for node in running.model.boundaries(wait.element)}
    for border in borders:
        if border.element in hosts:
            happen(wait_id=border.pk, now=now)
            return
