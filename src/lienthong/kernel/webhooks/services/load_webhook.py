"""Finding the webhook that somebody wants to change, and writing down that they did."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, NotFound
from lienthong.kernel.audit import services as audit

from ..contracts import WebhookState
from ..models import Webhook
from ..policy import seen_by

SUBJECT_TYPE = "webhooks.webhook"


def lock_webhook(*, uuid: UUID, actor: Actor) -> Webhook:
    """Return a webhook that the actor looks after, locked.

    :raises NotFound: no such webhook in sight
    :raises Conflict: it has ended
    """
    row = Webhook.objects.select_for_update(of=("self",)).filter(seen_by(actor), uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is no such webhook."))
    if row.state == WebhookState.ENDED:
        raise Conflict(_("This webhook has ended."))
    return row


def write_history(
    row: Webhook, act: str, actor: Actor, now: datetime, data: Mapping[str, object] | None = None, *, note: str = ""
) -> None:
    """Write down what was done to a webhook."""
    audit.record(
        subject_type=SUBJECT_TYPE,
        subject_key=str(row.uuid),
        act=act,
        actor=actor,
        now=now,
        note=note,
        data={"url": row.url, **(data or {})},
    )
