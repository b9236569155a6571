"""Keeping what somebody types, while they type."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Invalid, NotPermitted

from ..contracts import DraftInfo, DraftMoved
from ..models import AnswerDraft
from ..queries.drafts import as_info, read_draft_token
from ..rules.shaping import LONGEST_ANSWERS, MOST_ANSWERS

MOST_DRAFTS = 100


def save_draft(
    *,
    token: str,
    typed: Sequence[tuple[str, str]],
    expected_number: int,
    actor: Actor,
    now: datetime,
    device: str = "",
) -> DraftInfo:
    """Keep what is typed as it is, without judging it; one draft for each person, purpose and subject.

    :param token: made by `queries.draft_token`
    :param typed: pairs of name and value as a browser sends them
    :param expected_number: the count of savings the page knows, 0 for a page that knows of none
    :raises NotPermitted: nobody is signed in
    :raises Invalid: more than a form can hold, or more drafts than one person needs
    :raises DraftMoved: the draft was saved from another device or window in the meantime
    """
    if actor.user_id is None:
        raise NotPermitted(_("Sign in to keep a draft."))
    purpose, subject, key, version, title, url = read_draft_token(token)
    if len(typed) > MOST_ANSWERS or sum(len(name) + len(value) for name, value in typed) > LONGEST_ANSWERS:
        raise Invalid(_("The answers are too many or too long for a form"))
    kept = [[name, value.replace("\0", "")] for name, value in typed if "\0" not in name]
    given = {"form_key": key, "form_version": version, "title": title, "url": url, "typed": kept}
    given |= {"device": device[:120], "updated_at": now}
    mine = AnswerDraft.objects.filter(user_id=actor.user_id)
    with transaction.atomic():
        row = mine.select_for_update().filter(purpose=purpose, subject=subject).first()
        if row is None and mine.count() >= MOST_DRAFTS:
            raise Invalid(_("You have many drafts already. File or discard some first."))
        if row is None:
            row, is_new = AnswerDraft.objects.get_or_create(
                user_id=actor.user_id, purpose=purpose, subject=subject, defaults=given
            )
            if is_new:
                return as_info(row)
        if row.number != expected_number:
            raise DraftMoved(_("This was changed in another window or on another device."), number=row.number)
        for name, value in given.items():
            setattr(row, name, value)
        row.number += 1
        row.save()
    return as_info(row)
