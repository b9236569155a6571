"""The applicant takes the dossier back: asked over the network or at the counter, answered by the agency (6.6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, State, WithdrawalState
from lienthong.systems.onestop.events import DossierStopped, WithdrawalAsked, WithdrawalDeclined
from lienthong.systems.onestop.models import Dossier, Withdrawal
from lienthong.systems.onestop.policy import DOSSIERS, decides
from lienthong.systems.onestop.queries import find_by_secret

from .accept_dossier import ACCEPT
from .close_withdrawal import close_withdrawal
from .complete_step import WORKING
from .errands import await_withdrawal
from .follow import stop

ASK = "onestop.dossier.ask_withdrawal"
SIGN = "onestop.result.sign"
LONGEST = 2000
# Until the decision; afterwards there is nothing to take back (section 7.2).
OPEN = WORKING | {State.SUPPLEMENT, State.PAYMENT}


def _receives(subject: Dossier, actor: Actor) -> bool:
    return actor.agency_id == subject.reception_id


@act(
    ASK,
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Record that the applicant withdraws"),
    states=OPEN,
    needs_reason=True,
    extra_right=_receives,
)
def record_withdrawal(subject: Dossier, *, reason: str, actor: Actor, now: datetime) -> WithdrawalAsked:
    """Write down at the counter that the applicant wants the dossier back; the agency that decides answers.

    :raises Invalid: no reason, or one too long
    """
    return _ask(subject, reason, subject.parties["submitter"]["name"], actor.name, now)


def ask_withdrawal(*, number: str, secret: str, reason: str, actor: Actor, now: datetime) -> None:
    """Ask, with the code and the secret of the receipt, to take the dossier back.

    :raises NotFound: no dossier with this code and secret
    :raises Conflict: it has been decided or has ended, or it was asked before
    :raises Invalid: no reason, or one too long
    """
    with transaction.atomic():
        dossier = find_by_secret(number=number, secret=secret, rows=Dossier.objects.select_for_update(of=("self",)))
        if dossier.state == State.WITHDRAWAL:
            raise Conflict(_("The withdrawal was asked for already; the agency answers."))
        if dossier.state not in OPEN:
            raise Conflict(_("This dossier has been decided or has ended; it cannot be withdrawn any more."))
        before = dossier.state
        asked = _ask(dossier, reason, dossier.parties["submitter"]["name"], "", now)
        dossier.version += 1
        dossier.save(update_fields=["state", "version"])
        who = actor if actor.is_signed_in else Actor(kind=actor.kind, name=_("holder of the receipt"))
        data = {"from": str(before), "to": str(dossier.state)}
        audit.record(
            subject_type=SUBJECT_TYPE, subject_key=dossier.number, act=ASK, actor=who, now=now,
            note=reason.strip(), data=data,
        )  # fmt: skip
        events.publish(event=asked, subject=dossier.number, now=now, actor_name=who.name)


@act(
    "onestop.dossier.agree_withdrawal",
    subject=Dossier,
    policy=DOSSIERS,
    permission=SIGN,
    label=gettext_lazy("Agree to the withdrawal"),
    states={State.WITHDRAWAL},
    danger=True,
    extra_right=decides,
)
def agree_withdrawal(subject: Dossier, *, actor: Actor, now: datetime) -> tuple[DossierStopped | Remember, ...]:
    """Let the dossier end as withdrawn, with form 05 as the notice; what is still to be paid is asked for no more.

    :raises Conflict: nobody asks for it
    """
    asked = _answered(subject, WithdrawalState.AGREED, "", actor, now)
    processes.cancel(subject_type=SUBJECT_TYPE, subject_key=subject.number, reason=asked.reason, actor=actor, now=now)
    for supplement in subject.supplements.filter(answered_at__isnull=True):
        supplement.withdrawn_at, supplement.withdrawn_by_name, supplement.answered_at = now, actor.name, now
        supplement.save(update_fields=["withdrawn_at", "withdrawn_by_name", "answered_at"])
    stop(subject, actor=actor, now=now)
    stopped = DossierStopped(number=subject.number, ground=asked.reason, at=now, withdrawn=True)
    return stopped, Remember({"withdrawal": asked.no})


@act(
    "onestop.dossier.decline_withdrawal",
    subject=Dossier,
    policy=DOSSIERS,
    permission=SIGN,
    label=gettext_lazy("Decline the withdrawal"),
    states={State.WITHDRAWAL},
    needs_reason=True,
    extra_right=decides,
)
def decline_withdrawal(subject: Dossier, *, reason: str, actor: Actor, now: datetime) -> WithdrawalDeclined:
    """Go on with the dossier where it stood, and tell the applicant why it is not given back.

    :raises Conflict: nobody asks for it
    """
    asked = _answered(subject, WithdrawalState.DECLINED, reason, actor, now)
    subject.state = asked.before
    return WithdrawalDeclined(number=subject.number, no=asked.no, reason=asked.answer, at=now)


def _ask(dossier: Dossier, reason: str, asked_by: str, recorded_by: str, now: datetime) -> WithdrawalAsked:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        message = _("Say why") if not reason else _("At most 2,000 letters")
        raise Invalid(message, errors=(FieldError("reason", message),))
    no = dossier.withdrawals.count() + 1
    Withdrawal.objects.create(
        dossier=dossier,
        no=no,
        state=WithdrawalState.ASKED,
        before=dossier.state,
        reason=reason,
        asked_at=now,
        asked_by_name=asked_by,
        recorded_by_name=recorded_by,
    )
    dossier.state = State.WITHDRAWAL
    await_withdrawal(dossier, now=now)
    return WithdrawalAsked(number=dossier.number, no=no, competent_id=dossier.competent_id, at=now)


def _answered(dossier: Dossier, state: WithdrawalState, answer: str, actor: Actor, now: datetime) -> Withdrawal:
    asked = close_withdrawal(dossier, state=state, answer=answer, actor=actor, now=now)
    if asked is None:
        raise Conflict(_("Nobody asks to withdraw this dossier now."))
    return asked
