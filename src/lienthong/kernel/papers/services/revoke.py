"""Withdraw a paper."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events

from ..contracts import LONGEST_REASON, REVOKE, PaperState
from ..events import PaperRevoked
from ..models import Paper
from ..policy import PAPERS


@act(
    "papers.paper.revoke",
    subject=Paper,
    policy=PAPERS,
    permission=REVOKE,
    label=gettext_lazy("Revoke the paper"),
    states={PaperState.VALID},
    key="code",
    related=("agency",),
    danger=True,
    needs_reason=True,
    step_up=True,
)
def revoke(subject: Paper, *, reason: str, actor: Actor, now: datetime) -> tuple[PaperRevoked, Remember]:
    """Declare that a paper no longer counts; it stays, and its page says so.

    :param reason: why, for the history; not shown to the public
    """
    _mark(subject, reason, "", actor, now)
    return PaperRevoked(code=subject.code, at=now), Remember({"code": subject.code, "title": subject.title})


def withdraw(*, paper_id: int, reason: str, public_reason: str, actor: Actor, now: datetime) -> None:
    """Revoke a paper on behalf of the system that issued it, whose own act has checked that the actor may.

    :param reason: why, for the history
    :param public_reason: why, as whoever checks the paper reads it; names nobody
    :raises Conflict: it was replaced or revoked before
    """
    with transaction.atomic():
        paper = Paper.objects.select_for_update().get(pk=paper_id)
        if paper.state != PaperState.VALID:
            raise Conflict(_("This paper has been replaced or revoked already."))
        _mark(paper, reason, public_reason, actor, now)
        paper.version += 1
        paper.save(update_fields=["state", "state_at", "state_reason", "public_reason", "version"])
        revoked = PaperRevoked(code=paper.code, at=now)
        events.publish(event=revoked, subject=paper.code, now=now, actor_name=actor.name)


def _mark(paper: Paper, reason: str, public_reason: str, actor: Actor, now: datetime) -> None:
    """Let a paper no longer count, with the reason in the history of what it is about."""
    paper.state, paper.state_at = PaperState.REVOKED, now
    paper.state_reason = reason.strip()[:LONGEST_REASON]
    paper.public_reason = public_reason.strip()[:LONGEST_REASON]
    audit.record(
        subject_type=paper.subject_type,
        subject_key=paper.subject_key,
        act="papers.revoke",
        actor=actor,
        now=now,
        note=reason,
        data={"code": paper.code, "title": paper.title},
    )
