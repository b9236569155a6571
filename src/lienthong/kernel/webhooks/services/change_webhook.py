"""Pausing a webhook, going on with it, ending it, giving it a new secret."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict

from ..contracts import WebhookState
from ..models import Webhook
from ..providers.secret_box import lock, new_secret
from .ask_sender import ask_sender
from .load_webhook import lock_webhook, write_history


@transaction.atomic
def pause_webhook(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """Send nothing until somebody goes on with it; its place in the feed is kept.

    :raises NotFound: no such webhook in sight
    :raises Conflict: it is not at work
    """
    row = lock_webhook(uuid=uuid, actor=actor)
    if row.state != WebhookState.ACTIVE:
        raise Conflict(_("This webhook is not at work."))
    _enter(row, WebhookState.PAUSED)
    write_history(row, "webhooks.pause", actor, now)


@transaction.atomic
def resume_webhook(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """Go on where it stopped, whether it was paused or disabled.

    :raises NotFound: no such webhook in sight
    :raises Conflict: it is at work already
    """
    row = lock_webhook(uuid=uuid, actor=actor)
    if row.state == WebhookState.ACTIVE:
        raise Conflict(_("This webhook is at work already."))
    _enter(row, WebhookState.ACTIVE)
    write_history(row, "webhooks.resume", actor, now)
    ask_sender(webhook_id=row.pk)


@transaction.atomic
def end_webhook(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """End a webhook for good; its log stays for a month.

    :raises NotFound: no such webhook in sight
    :raises Conflict: it has ended already
    """
    row = lock_webhook(uuid=uuid, actor=actor)
    _enter(row, WebhookState.ENDED)
    row.secret = row.old_secret = ""
    row.save(update_fields=["secret", "old_secret"])
    write_history(row, "webhooks.end", actor, now)


@transaction.atomic
def renew_secret(*, uuid: UUID, actor: Actor, now: datetime) -> str:
    """Give a webhook a new secret and return it; the old one signs beside it for some hours.

    :raises NotFound: no such webhook in sight
    :raises Conflict: it has ended
    """
    row = lock_webhook(uuid=uuid, actor=actor)
    secret = new_secret()
    row.old_secret, row.secret = row.secret, lock(secret)
    row.old_secret_until = now + timedelta(hours=settings.WEBHOOK_OVERLAP_HOURS)
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    write_history(row, "webhooks.renew_secret", actor, now)
    return secret


def _enter(row: Webhook, state: WebhookState) -> None:
    row.state, row.reason, row.failures, row.failing_since, row.resume_at = state, "", 0, None, None
    row.save(update_fields=["state", "reason", "failures", "failing_since", "resume_at"])
