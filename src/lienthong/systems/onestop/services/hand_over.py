"""Giving and taking dossiers on paper: hand over, take, refuse to take, take back (R-18, R-19)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, DomainError
from lienthong.kernel.acts.extensions import Inverse, act
from lienthong.systems.onestop.contracts import Passing
from lienthong.systems.onestop.events import HandedOver, HandOverRefused, HandOverTaken
from lienthong.systems.onestop.models import HandOver
from lienthong.systems.onestop.policy import HAND_OVERS

from .complete_step import WORK
from .errands import await_giving, await_taking, given, taken
from .pass_on import wait_again


def _gives(line: HandOver, actor: Actor) -> bool:
    return actor.agency_id == line.from_agency_id


def _takes(line: HandOver, actor: Actor) -> bool:
    return actor.agency_id == line.to_agency_id


def _giving(asked: Sequence[tuple[HandOver, Any]], _actor: Actor, _now: datetime) -> Sequence[DomainError | None]:
    """Tell which dossiers were not taken yet by who is to give them on."""
    on_the_way = set(
        HandOver.objects.filter(
            dossier_id__in=[line.dossier_id for line, _inputs in asked], state=Passing.GIVEN
        ).values_list("dossier_id", flat=True)
    )
    return [_not_here() if line.dossier_id in on_the_way else None for line, _inputs in asked]


def _not_here() -> Conflict:
    return Conflict(_("This dossier is still on its way to you: confirm first that you have taken it."))


@act(
    "onestop.hand_over.give",
    subject=HandOver,
    policy=HAND_OVERS,
    permission=WORK,
    label=gettext_lazy("Hand over on paper"),
    states={Passing.WAITING},
    history_key="dossier_number",
    related=("dossier",),
    extra_right=_gives,
    inverse=Inverse("onestop.hand_over.take_back", lambda _inputs, _recorded: {}),
    foresee=_giving,
)
def hand_over(subject: HandOver, *, actor: Actor, now: datetime, slip: UUID | None = None) -> HandedOver:
    """Give a dossier on paper to the agency where its work goes on; whether in time is held against the due moment.

    :param slip: names what is given together; of it each agency that takes has a slip of its own
    :raises Conflict: who gives has not taken it yet
    """
    if subject.dossier.hand_overs.filter(state=Passing.GIVEN).exists():
        raise _not_here()
    subject.state, subject.given_at = Passing.GIVEN, now
    subject.slip = uuid5(slip, str(subject.to_agency_id)) if slip else None
    subject.giver_id, subject.giver_name = actor.user_id, actor.name
    given(subject, actor=actor, now=now)
    await_taking(subject, now=now)
    return HandedOver(
        number=subject.dossier.number,
        no=subject.no,
        from_id=subject.from_agency_id,
        to_id=subject.to_agency_id,
        due_at=subject.due_at,
        at=now,
    )


@act(
    "onestop.hand_over.take_back",
    subject=HandOver,
    policy=HAND_OVERS,
    permission=WORK,
    label=gettext_lazy("Take the hand-over back"),
    states={Passing.GIVEN},
    history_key="dossier_number",
    related=("dossier",),
    extra_right=_gives,
)
def take_back(subject: HandOver, *, actor: Actor, now: datetime) -> None:
    """Undo a hand-over that nobody has taken yet; it waits to be given again, by its first due moment."""
    subject.state, subject.given_at, subject.slip = Passing.WAITING, None, None
    subject.giver_id, subject.giver_name = None, ""
    taken(subject, actor=actor, now=now, done=False)
    await_giving(subject, now=now)


@act(
    "onestop.hand_over.take",
    subject=HandOver,
    policy=HAND_OVERS,
    permission=WORK,
    label=gettext_lazy("Take on paper"),
    states={Passing.GIVEN},
    history_key="dossier_number",
    related=("dossier",),
    extra_right=_takes,
)
def take_hand_over(subject: HandOver, *, actor: Actor, now: datetime) -> HandOverTaken:
    """Confirm that the dossier on paper is here and complete."""
    subject.state, subject.taken_at, subject.taker_name = Passing.TAKEN, now, actor.name
    taken(subject, actor=actor, now=now)
    return HandOverTaken(number=subject.dossier.number, no=subject.no, to_id=subject.to_agency_id, at=now)


@act(
    "onestop.hand_over.refuse",
    subject=HandOver,
    policy=HAND_OVERS,
    permission=WORK,
    label=gettext_lazy("Refuse to take"),
    states={Passing.GIVEN},
    history_key="dossier_number",
    related=("dossier",),
    needs_reason=True,
    extra_right=_takes,
)
def refuse_hand_over(subject: HandOver, *, reason: str, actor: Actor, now: datetime) -> HandOverRefused:
    """Send a dossier on paper back to who gave it, with the reason; it waits there to be given again."""
    subject.state, subject.refused_at, subject.taker_name = Passing.REFUSED, now, actor.name
    subject.refusal = reason.strip()
    taken(subject, actor=actor, now=now)
    wait_again(subject, now=now)
    return HandOverRefused(
        number=subject.dossier.number,
        no=subject.no,
        from_id=subject.from_agency_id,
        to_id=subject.to_agency_id,
        giver_id=subject.giver_id,
        giver=subject.giver_name,
        reason=subject.refusal,
        at=now,
    )
