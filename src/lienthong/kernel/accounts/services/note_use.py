"""Noting that a connected system was heard, and that a person signed on to one."""

from datetime import datetime, timedelta

from allauth.idp.oidc.models import Token

from lienthong.kernel.accounts.models import ConnectedSystem
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit

# Exact to this much, so that a busy machine does not write its row at every request.
STEP = timedelta(minutes=5)


def note_use(*, machine: Actor, last_used_at: datetime | None, now: datetime) -> None:
    """Remember when a machine was last heard."""
    if last_used_at is None or now - last_used_at >= STEP:
        ConnectedSystem.objects.filter(user_id=machine.user_id or 0).update(last_used_at=now)


def note_sign_on(*, client_id: str, actor: Actor, now: datetime) -> None:
    """Write in the history of a person's account that a system was told who they are."""
    audit.record(
        subject_type="accounts.user",
        subject_key=str(actor.user_id),
        act="accounts.sign_on",
        actor=actor,
        now=now,
        data={"client": client_id},
    )


def remove_expired_tokens() -> int:
    """Remove tokens that open nothing any more; return how many."""
    removed, _kinds = Token.objects.all().expired().delete()
    return int(removed)
