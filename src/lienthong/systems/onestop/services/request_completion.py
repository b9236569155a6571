"""Asking the applicant at the counter to complete the dossier before it can be accepted."""

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.acts.services import run_once
from lienthong.kernel.events import services as events
from lienthong.systems.onestop.contracts import IntakeDraft, IntakeGiven, IntakeKind
from lienthong.systems.onestop.events import CompletionRequested
from lienthong.systems.onestop.models import IntakeSlip

from .intake import asked_for, give_slip, require_counter, require_reason, write_history

COMPLETION = "onestop.intake.request_completion"


def request_completion(*, draft: IntakeDraft, actor: Actor, now: datetime, idempotency_key: str = "") -> IntakeGiven:
    """Say once, completely and exactly what is missing, on form 02; no dossier begins (section 6.3, R-13, R-30).

    Sent twice with the same key one slip is given and answered the same.

    :raises NotPermitted: the actor does not receive dossiers at an agency
    :raises Invalid: nothing is named that is missing, or no reason
    :raises NotFound: the procedure cannot be received here
    """
    require_counter(actor)
    require_reason(draft.reason)
    package, _case = asked_for(draft)
    if package is None:
        raise Invalid(
            _("Choose the procedure first."), errors=(FieldError("package", _("Choose the procedure first.")),)
        )
    if not any(item.paper or item.content.strip() for item in draft.items):
        message = _("Tick what is missing, or write it down")
        raise Invalid(message, errors=(FieldError("items", message),))
    number, _is_new = run_once(
        key=idempotency_key,
        purpose=COMPLETION,
        inputs=asdict(draft),
        actor=actor,
        now=now,
        create=lambda: _give(draft, actor, now),
    )
    slip = IntakeSlip.objects.only("uuid", "number").get(uuid=number)
    return IntakeGiven(uuid=slip.uuid, number=slip.number)


def _give(draft: IntakeDraft, actor: Actor, now: datetime) -> str:
    slip = give_slip(IntakeKind.COMPLETION, draft, actor=actor, now=now)
    write_history(slip, COMPLETION, actor=actor, now=now)
    given = CompletionRequested(
        slip=str(slip.uuid),
        number=slip.number,
        procedure=slip.procedure_code,
        reception_id=slip.reception_id,
        missing=len(slip.items),
        at=now,
    )
    events.publish(event=given, subject=str(slip.uuid), now=now, actor_name=actor.name)
    return str(slip.uuid)
