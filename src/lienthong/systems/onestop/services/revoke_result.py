"""Revoking a result that was issued (R-32)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.papers import services as papers
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, ResultEnd, ResultState
from lienthong.systems.onestop.events import ResultRevoked
from lienthong.systems.onestop.models import Dossier, Result
from lienthong.systems.onestop.policy import DOSSIERS, decides
from lienthong.systems.onestop.queries import result_in_force

REVOKE = "onestop.result.revoke"
LONGEST_REASON = 500


@act(
    REVOKE,
    subject=Dossier,
    policy=DOSSIERS,
    permission="onestop.result.sign",
    label=gettext_lazy("Revoke the result"),
    states={ResultState.ISSUED},
    state_field="result_state",
    step_up=True,
    danger=True,
    needs_reason=True,
    extra_right=decides,
    related=("reception", "competent", "owner"),
)
def revoke_result(
    subject: Dossier, *, reason: str, legal_basis: str = "", actor: Actor, now: datetime
) -> tuple[ResultRevoked, Remember]:
    """Declare that the result no longer counts; the dossier keeps its state and its clock.

    :param reason: why, as the applicant and whoever checks the paper read it; names nobody
    :param legal_basis: the article that lets it be revoked
    :raises Invalid: no legal basis is named
    """
    if not legal_basis.strip():
        message = _("Name the article that lets it be revoked")
        raise Invalid(message, errors=(FieldError("legal_basis", message),))
    result = result_in_force(subject)
    event = _end(result, subject, reason.strip(), legal_basis.strip(), actor, now)
    papers.withdraw(
        paper_id=result.paper_id or 0, reason=event.reason, public_reason=event.reason, actor=actor, now=now
    )
    return event, Remember({"result": result.number, "legal_basis": result.end_basis})


def follow_paper(*, code: str, actor: Actor, now: datetime) -> None:
    """Let the result follow its paper where an administrator revoked that; twice changes nothing.

    :param code: what the paper is checked by
    """
    with transaction.atomic():
        number = Result.objects.filter(code=code, ended_at=None).values_list("dossier__number", flat=True).first()
        subject = Dossier.objects.select_for_update().filter(number=number, result_state=ResultState.ISSUED).first()
        result = Result.objects.filter(code=code, ended_at=None, dossier=subject).first() if subject else None
        if subject is None or result is None:
            return
        event = _end(result, subject, "", "", actor, now)
        subject.version += 1
        subject.save(update_fields=["result_state", "version"])
        audit.record(
            subject_type=SUBJECT_TYPE,
            subject_key=subject.number,
            act=REVOKE,
            actor=actor,
            now=now,
            data={"result": result.number},
        )
        events.publish(event=event, subject=subject.number, now=now, actor_name=actor.name)


def _end(result: Result, subject: Dossier, reason: str, basis: str, actor: Actor, now: datetime) -> ResultRevoked:
    result.ended_at, result.end, result.ended_by_name = now, ResultEnd.REVOKED, actor.name
    result.end_reason, result.end_basis = reason[:LONGEST_REASON], basis[:LONGEST_REASON]
    result.save(update_fields=["ended_at", "end", "ended_by_name", "end_reason", "end_basis"])
    subject.result_state = ResultState.REVOKED
    return ResultRevoked(
        number=subject.number, result_number=result.number, code=result.code, reason=result.end_reason, at=now
    )
