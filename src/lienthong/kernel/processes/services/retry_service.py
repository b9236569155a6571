"""Trying a failed service of a case again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit import services as audit

from ..contracts import InstanceStatus
from ..models import ProcessInstance, Wait
from ..models.wait import PENDING
from ..policy import CASES, SERVICES
from .ask_worker import ask_for_service
from .waits import SERVICE

RETRY = "processes.service.retry"


def failed_wait(case: ProcessInstance, service_uuid: UUID) -> Wait:
    """Return the failed service of a locked case, locked after it.

    :raises Conflict: it has been done, passed over or put in line again meanwhile
    """
    failed = Wait.objects.select_for_update().filter(PENDING, instance=case, kind=SERVICE, uuid=service_uuid)
    wait = failed.exclude(failure="").first()
    if wait is None:
        raise Conflict(_("This automatic step has moved on meanwhile. Open the list again."))
    wait.instance = case
    return wait


def record_on_subject(case: ProcessInstance, wait: Wait, act_name: str, actor: Actor, now: datetime, note: str) -> None:
    """Write into the history of what the case is about, where its officers read it."""
    audit.record(
        subject_type=case.subject_type,
        subject_key=case.subject_key,
        act=act_name,
        actor=actor,
        now=now,
        note=note,
        data={"step": wait.element, "service": wait.name},
    )


@act(
    RETRY,
    subject=ProcessInstance,
    policy=CASES,
    permission=SERVICES,
    label=gettext_lazy("Try the automatic step again"),
    states={InstanceStatus.RUNNING},
    key="uuid",
    state_field="status",
)
def retry_service(subject: ProcessInstance, *, service_uuid: UUID, actor: Actor, now: datetime) -> Remember:
    """Put a failed service of a case in line again; the worker calls it within seconds.

    :raises Conflict: it has moved on meanwhile
    """
    wait = failed_wait(subject, service_uuid)
    wait.failure, wait.failed_at = "", None
    wait.save(update_fields=["failure", "failed_at"])
    ask_for_service(wait.pk)
    record_on_subject(subject, wait, RETRY, actor, now, "")
    return Remember({"step": wait.element, "service": wait.name})
