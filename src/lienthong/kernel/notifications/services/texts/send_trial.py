"""Sending a draft to oneself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.queries import find_party_of

from ... import rules
from ...contracts import Recipient, TemplateText
from ...extensions import find_kind
from ...queries.texts import address_of_user
from ..notify import notify
from .save_draft import check_text, locked


def send_trial(*, uuid: UUID, actor: Actor, now: datetime) -> int:
    """Send a draft, filled with samples, to whoever asks, over each channel that reaches them; return over how many.

    :raises NotFound: no such draft
    :raises NotPermitted: the actor does not look after texts of its agency
    """
    with transaction.atomic():
        draft = locked(uuid, actor)
    check_text(TemplateText(draft.key, draft.language, draft.channel, draft.subject, draft.body))
    words = {
        **{name: f"[{name}]" for name in rules.placeholders(draft.subject + draft.body)},
        **find_kind(draft.key).sample,
    }
    body = rules.fill(draft.body, words)
    party = find_party_of(user_id=actor.user_id or 0)
    return notify(
        template="notifications.trial",
        to=Recipient(
            name=actor.name,
            email=address_of_user(actor.user_id or 0),
            phone=party.phone if party else "",
            user_id=actor.user_id,
        ),
        context={
            "subject": rules.fill(draft.subject, words),
            "body": rules.without_marks(body) if draft.plain else body,
        },
        subject_key="",
        language=draft.language,
        now=now,
    )
