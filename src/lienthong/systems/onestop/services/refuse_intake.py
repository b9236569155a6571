"""Refusing at the counter to receive a dossier."""

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.acts.services import run_once
from lienthong.kernel.events import services as events
from lienthong.systems.onestop.contracts import IntakeDraft, IntakeGiven, IntakeKind
from lienthong.systems.onestop.events import IntakeRefused
from lienthong.systems.onestop.models import IntakeSlip

from .intake import asked_for, give_slip, require_counter, require_reason, write_history

REFUSE_INTAKE = "onestop.intake.refuse"


def refuse_intake(*, draft: IntakeDraft, actor: Actor, now: datetime, idempotency_key: str = "") -> IntakeGiven:
    """Say on form 03, in words, why a dossier is not received; it is final (section 6.3, state 3, section 13.4).

    Sent twice with the same key one slip is given and answered the same.

    :raises NotPermitted: the actor does not receive dossiers at an agency
    :raises Invalid: no reason, or neither a procedure nor words for what was asked for
    :raises NotFound: the procedure named cannot be received here
    """
    require_counter(actor)
    require_reason(draft.reason)
    package, _case = asked_for(draft)
    if package is None and not draft.title.strip():
        message = _("Write what was asked for")
        raise Invalid(message, errors=(FieldError("title", message),))
    number, _is_new = run_once(
        key=idempotency_key,
        purpose=REFUSE_INTAKE,
        inputs=asdict(draft),
        actor=actor,
        now=now,
        create=lambda: _give(draft, actor, now),
    )
    slip = IntakeSlip.objects.only("uuid", "number").get(uuid=number)
    return IntakeGiven(uuid=slip.uuid, number=slip.number)


def _give(draft: IntakeDraft, actor: Actor, now: datetime) -> str:
    slip = give_slip(IntakeKind.REFUSAL, draft, actor=actor, now=now)
    write_history(slip, REFUSE_INTAKE, actor=actor, now=now)
    refused = IntakeRefused(
        slip=str(slip.uuid),
        number=slip.number,
        procedure=slip.procedure_code,
        reception_id=slip.reception_id,
        ground=slip.reason,
        at=now,
    )
    events.publish(event=refused, subject=str(slip.uuid), now=now, actor_name=actor.name)
    return str(slip.uuid)
