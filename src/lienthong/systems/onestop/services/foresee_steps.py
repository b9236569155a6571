"""What acts on steps would refuse, told for many at once before any is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor, DomainError
from lienthong.kernel.processes import services as processes
from lienthong.kernel.signatures import queries as keys
from lienthong.systems.onestop.models import Dossier

Asked = Sequence[tuple[Dossier, Mapping[str, Any]]]
Answers = Sequence[DomainError | None]


def working(asked: Asked, actor: Actor, _now: datetime) -> Answers:
    """Tell for which steps the actor is not the one to work on them."""
    return processes.foresee_work(asked=_steps(asked), actor=actor)


def completing(asked: Asked, actor: Actor, _now: datetime) -> Answers:
    """Tell which steps the actor cannot finish with the outcome now; all are finished with the same."""
    return processes.foresee_work(asked=_steps(asked), actor=actor, outcome=asked[0][1]["outcome"])


def signing(asked: Asked, actor: Actor, now: datetime) -> Answers:
    """Tell which steps the actor cannot sign now."""
    lacking = _lacks_key(user_id=actor.user_id, now=now)
    found = processes.foresee_work(asked=_steps(asked), actor=actor, outcome="sign")
    return tuple(refused or lacking for refused in found)


def issuing(asked: Asked, actor: Actor, now: datetime) -> Answers:
    """Tell which steps the actor cannot issue now."""
    agencies = {subject.competent_id for subject, _inputs in asked}
    lacking = {agency_id: _lacks_key(agency_id=agency_id, now=now) for agency_id in agencies}
    found = processes.foresee_work(asked=_steps(asked), actor=actor, outcome="issue")
    return tuple(refused or lacking[step[0].competent_id] for refused, step in zip(found, asked, strict=True))


def _lacks_key(*, now: datetime, user_id: int | None = None, agency_id: int | None = None) -> DomainError | None:
    """Return what refuses to sign or seal for want of a certificate."""
    try:
        keys.signing_key(user_id=user_id, agency_id=agency_id, now=now)
    except DomainError as refused:
        return refused
    return None


def giving(asked: Asked, actor: Actor, now: datetime) -> Answers:
    """Tell which steps cannot go from the actor to the officer meant for them."""
    receivers = [inputs["user_id"] for _subject, inputs in asked]
    return processes.foresee_giving(asked=_steps(asked), receivers=receivers, actor=actor, now=now)


def _steps(asked: Asked) -> list[tuple[int, str]]:
    return [(inputs["work_item_id"], subject.number) for subject, inputs in asked]
