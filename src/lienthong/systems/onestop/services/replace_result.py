"""Putting right what was issued wrong: another result takes its place (R-28, R-32)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.onestop.contracts import Fault, ResultEnd, ResultState
from lienthong.systems.onestop.events import ResultReplaced
from lienthong.systems.onestop.models import Dossier, Result
from lienthong.systems.onestop.policy import DOSSIERS, decides
from lienthong.systems.onestop.queries import last_result, package_of

from .print_result import new_result, print_and_sign, seal_and_issue

LONGEST_REASON = 500


@act(
    "onestop.result.replace",
    subject=Dossier,
    policy=DOSSIERS,
    permission="onestop.result.sign",
    label=gettext_lazy("Replace the result"),
    states={ResultState.ISSUED, ResultState.REVOKED},
    state_field="result_state",
    step_up=True,
    danger=True,
    needs_reason=True,
    extra_right=decides,
    related=("reception", "competent", "owner"),
)
def replace_result(
    subject: Dossier,
    *,
    reason: str,
    fault: Fault,
    content: Sequence[Sequence[str]] | None = None,
    legal_basis: str = "",
    with_fee: bool = False,
    actor: Actor,
    now: datetime,
) -> tuple[ResultReplaced, Remember]:
    """Issue another result in the place of one that is wrong, in one act of the competent person.

    It gets a number, a signature and the seal as the first did. The dossier keeps its state and its clock: what ended
    stays ended, and the chain of results says what came after (R-32).

    :param reason: why, as the applicant and whoever checks the old paper read it; names nobody
    :param content: the printed lines put right, as pairs of label and text; without them as printed before
    :param with_fee: ask for the fee of the procedure again, only where the applicant erred (R-28)
    :raises Invalid: a line is empty or not one of the result, or a fee is asked for the agency's own error
    :raises CertificateNotUsable: the actor or the agency has no certificate in use
    """
    fault = _whose(fault)
    if with_fee and fault is Fault.AGENCY:
        message = _("The agency erred, so the citizen pays nothing")
        raise Invalid(message, errors=(FieldError("with_fee", message),))
    wrong, spec = last_result(subject), package_of(subject).spec.result
    lines = _put_right(wrong, content)
    why = reason.strip()[:LONGEST_REASON]
    counted = _end(wrong, why, legal_basis, fault, actor, now)
    right = new_result(subject, spec, content=lines, actor=actor, now=now, replaces=wrong)
    signed = print_and_sign(subject, right, spec, actor=actor, now=now)
    seal_and_issue(subject, right, signed, spec, actor=actor, now=now, replaced_because=why if counted else "")
    right.save()
    subject.result_state = ResultState.ISSUED
    told = _told(subject, wrong, right, reason=why, fault=fault, with_fee=with_fee)
    return told, Remember({"result": right.number, "replaces": wrong.number, "fault": fault.value})


def _end(wrong: Result, why: str, basis: str, fault: Fault, actor: Actor, now: datetime) -> bool:
    """Let a result no longer count and tell whether it did; one that was revoked stays so."""
    if wrong.ended_at is not None:
        return False
    wrong.ended_at, wrong.end, wrong.ended_by_name = now, ResultEnd.REPLACED, actor.name
    wrong.end_reason, wrong.end_basis, wrong.fault = why, basis.strip()[:LONGEST_REASON], fault
    wrong.save(update_fields=["ended_at", "end", "ended_by_name", "end_reason", "end_basis", "fault"])
    return True


def _told(
    subject: Dossier, wrong: Result, right: Result, *, reason: str, fault: Fault, with_fee: bool
) -> ResultReplaced:
    return ResultReplaced(
        number=subject.number,
        result_number=right.number,
        code=right.code,
        replaces=wrong.number,
        replaces_code=wrong.code,
        fault=fault.value,
        with_fee=with_fee,
        reason=reason,
        at=right.signed_at,
    )


def _whose(fault: str) -> Fault:
    try:
        return Fault(fault)
    except ValueError:
        message = _("Say whose error it was")
        raise Invalid(message, errors=(FieldError("fault", message),)) from None


def _put_right(wrong: Result, content: Sequence[Sequence[str]] | None) -> list[list[str]]:
    """Return the printed lines of the new result: those of the wrong one with other texts."""
    if content is None:
        return [list(line) for line in wrong.content]
    given = [[str(part).strip() for part in line] for line in content]
    if [line[0] for line in given if line] != [label for label, _text in wrong.content]:
        message = _("These are not the lines of the result")
        raise Invalid(message, errors=(FieldError("content", message),))
    empty = [line[0] for line in given if len(line) != 2 or not line[1]]
    if empty:
        message = _("Fill in: %s") % ", ".join(empty)
        raise Invalid(message, errors=(FieldError("content", message),))
    return given
