"""Passing over a failed service of a case, where its process allows it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, NotPermitted, Remember
from lienthong.kernel.acts.extensions import act

from ..contracts import InstanceStatus, ServiceAnswer
from ..models import ProcessInstance
from ..policy import CASES
from ..policy import SKIP as MAY_SKIP
from .call_service import end_wait
from .retry_service import failed_wait, record_on_subject

SKIP = "processes.service.skip"


@act(
    SKIP,
    subject=ProcessInstance,
    policy=CASES,
    permission=MAY_SKIP,
    label=gettext_lazy("Pass the automatic step over"),
    states={InstanceStatus.RUNNING},
    key="uuid",
    state_field="status",
    danger=True,
    needs_reason=True,
)
def skip_service(subject: ProcessInstance, *, service_uuid: UUID, reason: str, actor: Actor, now: datetime) -> Remember:
    """End a failed service with the outcome that passing it over counts as, and go on; the reason is kept.

    :raises NotPermitted: the process does not allow this step to be passed over
    :raises Conflict: it has moved on meanwhile
    :raises ExpressionFailed: what follows needs data that only the service could give
    """
    wait = failed_wait(subject, service_uuid)
    if not wait.skip:
        name = wait.title or wait.element
        raise NotPermitted(_("The process does not allow “%(step)s” to be passed over.") % {"step": name}, step=name)
    end_wait(wait, answer=ServiceAnswer(outcome=wait.skip), actor=actor, now=now)
    record_on_subject(subject, wait, SKIP, actor, now, reason)
    return Remember({"step": wait.element, "service": wait.name, "outcome": wait.skip})
