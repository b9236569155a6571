"""Refusing at the counter to receive a dossier."""

from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.systems.onestop.contracts import IntakeDraft, IntakeGiven, IntakeKind
from lienthong.systems.onestop.events import IntakeRefused

from .intake import asked_for, give_once, require_counter, require_reason

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
    return give_once(
        IntakeKind.REFUSAL,
        draft,
        act=REFUSE_INTAKE,
        announce=lambda slip: IntakeRefused(
            slip=str(slip.uuid),
            number=slip.number,
            procedure=slip.procedure_code,
            reception_id=slip.reception_id,
            ground=slip.reason,
            at=now,
        ),
        actor=actor,
        now=now,
        idempotency_key=idempotency_key,
    )
