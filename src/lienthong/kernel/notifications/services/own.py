"""A person's own notices inside the program."""

from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from ..models import Message


def open_notice(*, notice_id: int, actor: Actor, now: datetime) -> str:
    """Mark a notice as read, the first time, and return the page it is about; empty when there is none.

    :raises NotFound: it is not a notice to this person
    """
    rows = Message.objects.filter(pk=notice_id, channel="in_app", to_user_id=actor.user_id or 0)
    found = rows.values_list("url", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such notice."))
    rows.filter(read_at=None).update(read_at=now)
    return found


def read_all(*, actor: Actor, now: datetime) -> int:
    """Mark all notices of a person as read and return how many were not."""
    rows = Message.objects.filter(channel="in_app", to_user_id=actor.user_id or 0, read_at=None)
    return rows.update(read_at=now)
