"""Asking the applicant at the counter to complete the dossier before it can be accepted."""

from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.systems.onestop.contracts import IntakeDraft, IntakeGiven, IntakeKind
from lienthong.systems.onestop.events import CompletionRequested

from .intake import asked_for, give_once, require_counter, require_reason

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
    return give_once(
        IntakeKind.COMPLETION,
        draft,
        act=COMPLETION,
        announce=lambda slip: CompletionRequested(
            slip=str(slip.uuid),
            number=slip.number,
            procedure=slip.procedure_code,
            reception_id=slip.reception_id,
            missing=len(slip.items),
            at=now,
        ),
        actor=actor,
        now=now,
        idempotency_key=idempotency_key,
    )
