"""Withdraw a paper."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit

from ..contracts import PaperState
from ..models import Paper


@transaction.atomic
def revoke(*, paper_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Declare that a paper no longer counts; it stays, and its page says so.

    :param reason: why, for the history; not shown to the public
    :raises NotPermitted: the actor does not hold `papers.revoke`
    :raises NotFound: there is no such paper
    :raises Conflict: it has been replaced or revoked already
    :raises Invalid: no reason is given
    """
    if not actor.may("papers.revoke"):
        raise NotPermitted(_("Revoking a paper needs the permission to revoke papers."))
    paper = Paper.objects.select_for_update().filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(_("There is no such paper."))
    if paper.state != PaperState.VALID:
        raise Conflict(_("This paper has been replaced or revoked already."))
    if not reason.strip():
        raise Invalid(_("Say why the paper is revoked."))
    paper.state, paper.state_at, paper.state_reason = PaperState.REVOKED, now, reason.strip()[:500]
    paper.save(update_fields=["state", "state_at", "state_reason"])
    audit.record(
        subject_type=paper.subject_type,
        subject_key=paper.subject_key,
        act="papers.revoke",
        actor=actor,
        now=now,
        note=reason,
        data={"code": paper.code, "title": paper.title},
    )
