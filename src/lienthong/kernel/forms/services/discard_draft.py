"""Letting a draft go."""

from uuid import UUID

from lienthong.kernel.acts.contracts import Actor

from ..models import AnswerDraft


def discard_draft(*, actor: Actor, uuid: UUID | None = None, purpose: str = "", subject: str = "") -> bool:
    """Delete one of the actor's drafts, named by its uuid or by what it was for; return whether there was one.

    Called by who files the answers, in the same transaction, and from the list of drafts.
    """
    if actor.user_id is None:
        return False
    mine = AnswerDraft.objects.filter(user_id=actor.user_id)
    named = mine.filter(uuid=uuid) if uuid else mine.filter(purpose=purpose, subject=subject)
    return named.delete()[0] > 0
