"""Making a webhook; its secret is told once."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.queries import machine_of_system, own_system_id
from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted
from lienthong.kernel.events.queries import feed_end, offered_to

from ..contracts import MANAGE, WebhookDraft, WebhookState
from ..models import Webhook
from ..providers.secret_box import lock, new_secret
from ..rules import wrong_with
from .load_webhook import write_history

MOST, LONGEST_CONTACT = 20, 254


@transaction.atomic
def create_webhook(
    *, draft: WebhookDraft, actor: Actor, now: datetime, system_id: int | None = None
) -> tuple[UUID, str]:
    """Make a webhook for a system; it receives what happens from now on. Return its number and its secret.

    :param system_id: whose it is; a system that asks itself makes its own
    :raises NotPermitted: the actor neither is a connected system nor looks after webhooks
    :raises Invalid: something is wrong with what was said of it
    :raises Conflict: the system has too many
    """
    owner = own_system_id(machine=actor) or (system_id if actor.may(MANAGE) else None)
    if owner is None and not actor.may(MANAGE):
        raise NotPermitted(_("Only connected systems and administrators make webhooks."))
    system_id = _check(draft, owner)
    if Webhook.objects.filter(system_id=system_id).exclude(state=WebhookState.ENDED).count() >= MOST:
        raise Conflict(_("This system has twenty webhooks already. End one first."))
    secret = new_secret()
    row = Webhook.objects.create(
        system_id=system_id,
        url=draft.url,
        types=sorted(set(draft.types)),
        contact=draft.contact,
        secret=lock(secret),
        position=feed_end(),
        created_at=now,
    )
    write_history(row, "webhooks.create", actor, now, {"types": row.types})
    return row.uuid, secret


def _check(draft: WebhookDraft, system_id: int | None) -> int:
    """Return whose the webhook is, or refuse the draft field by field."""
    errors = []
    machine = machine_of_system(system_id=system_id) if system_id is not None else None
    if machine is None:
        errors.append(FieldError("system", _("Choose a system that is connected")))
    else:
        unknown = set(draft.types) - set(offered_to(viewer=machine))
        if unknown:
            message = _("The system may not receive %(types)s") % {"types": ", ".join(sorted(unknown))[:300]}
            errors.append(FieldError("types", message))
    wrong = wrong_with(draft.url, may_be_plain=settings.WEBHOOK_ALLOW_HTTP)
    if wrong:
        errors.append(FieldError("url", _("Give a full https address, without a name or password in it")))
    if draft.contact and not _is_email(draft.contact):
        errors.append(FieldError("contact", _("This is no e-mail address")))
    if errors or system_id is None:
        raise Invalid(errors[0].message, errors=tuple(errors))
    return system_id


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_CONTACT
