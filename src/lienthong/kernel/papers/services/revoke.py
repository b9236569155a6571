"""Withdraw a paper."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit import services as audit

from ..contracts import REVOKE, PaperState
from ..events import PaperRevoked
from ..models import Paper
from ..policy import PAPERS

LONGEST_REASON = 500


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
    subject.state, subject.state_at, subject.state_reason = PaperState.REVOKED, now, reason.strip()[:LONGEST_REASON]
    facts = {"code": subject.code, "title": subject.title}
    audit.record(
        subject_type=subject.subject_type,
        subject_key=subject.subject_key,
        act="papers.revoke",
        actor=actor,
        now=now,
        note=reason,
        data=facts,
    )
    return PaperRevoked(code=subject.code, at=now), Remember(facts)
