"""The counter and what another agency wants an applicant to be asked for: tell the applicant, or drop it (R-20)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, Clock, ProposalState, State
from lienthong.systems.onestop.events import SupplementDropped, SupplementRequested, SupplementWithdrawn
from lienthong.systems.onestop.models import Dossier, Supplement, SupplementProposal
from lienthong.systems.onestop.policy import DOSSIERS

from .accept_dossier import ACCEPT
from .ask_applicant import ask_applicant
from .complete_step import WORK, WORKING
from .follow import take_holder


def _receives(subject: Dossier, actor: Actor) -> bool:
    return actor.kind is ActorKind.SYSTEM or actor.agency_id == subject.reception_id


@act(
    "onestop.dossier.pass_on_supplement",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Ask the applicant (form 02)"),
    states=WORKING,
    related=("package",),
    extra_right=_receives,
)
def pass_on_supplement(subject: Dossier, *, actor: Actor, now: datetime) -> SupplementRequested:
    """Tell the applicant what the agency that examines wants; from now on the clock stands (R-20).

    :raises Conflict: nothing waits to be told
    """
    wish = subject.proposals.select_for_update().filter(state=ProposalState.WAITING).first()
    if wish is None:
        raise Conflict(_("No agency asks for a supplement now."))
    _decide(wish, ProposalState.PASSED_ON, "", actor, now)
    return ask_applicant(subject, wish, told_by=actor.name, actor=actor, now=now)


@act(
    "onestop.dossier.withdraw_supplement",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Withdraw the request to supplement"),
    states=WORKING | {State.SUPPLEMENT},
    needs_reason=True,
    related=("package",),
)
def withdraw_supplement(
    subject: Dossier, *, reason: str, actor: Actor, now: datetime
) -> SupplementDropped | SupplementWithdrawn:
    """Ask for nothing any more: a wish the applicant was never told of goes back, a request they know of ends.

    After a request the clock goes on with what was left, whatever the stage: the limit is not begun anew for what
    was asked by mistake.

    :raises Conflict: nothing is asked for, or the applicant has sent something
    """
    wish = subject.proposals.select_for_update().filter(state=ProposalState.WAITING).first()
    if wish is not None:
        _decide(wish, ProposalState.DROPPED, reason, actor, now)
        return SupplementDropped(
            number=subject.number, asked_by_id=wish.asked_by_id, asked_by=wish.asked_by_name, reason=wish.answer, at=now
        )
    asked = subject.supplements.select_for_update().filter(answered_at__isnull=True).first()
    if asked is None:
        raise Conflict(_("No agency asks for a supplement now."))
    if asked.sent_at is not None:
        raise Conflict(_("The applicant has sent the supplement: take it in instead."))
    return _end(subject, asked, reason, actor, now)


def _end(subject: Dossier, asked: Supplement, reason: str, actor: Actor, now: datetime) -> SupplementWithdrawn:
    paused = calendars.working_minutes_between(calendar_id=subject.calendar_id, start=asked.requested_at, end=now)
    due_at = calendars.add_working_minutes(calendar_id=subject.calendar_id, start=subject.due_at, minutes=paused)
    asked.withdrawn_at, asked.withdrawn_by_name, asked.withdrawal = now, actor.name, reason.strip()
    asked.answered_at, asked.restarts, asked.paused_minutes, asked.due_after = now, False, paused, due_at
    asked.save()
    state = processes.resume(
        subject_type=SUBJECT_TYPE, subject_key=subject.number, subject_due_at=due_at, actor=actor, now=now
    )
    subject.state, subject.clock, subject.paused_at, subject.due_at = State.PROCESSING, Clock.RUNNING, None, due_at
    take_holder(subject, state)
    return SupplementWithdrawn(number=subject.number, no=asked.no, reason=asked.withdrawal, due_at=due_at, at=now)


def _decide(wish: SupplementProposal, state: ProposalState, answer: str, actor: Actor, now: datetime) -> None:
    wish.state, wish.answer = state, answer.strip()
    wish.decided_at, wish.decided_by_name = now, actor.name
    wish.save(update_fields=["state", "answer", "decided_at", "decided_by_name"])
