"""Mailings: one text to many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from ..contracts import MessageState
from ..models import Mailing, Message
from ..policy import MESSAGES


@dataclass(frozen=True)
class MailingInfo:
    """How far a mailing is; `unreachable` are recipients whom no channel reaches."""

    uuid: UUID
    title: str
    by_name: str
    created_at: datetime
    total: int
    unreachable: int
    counts: Mapping[MessageState, int]

    @property
    def done(self) -> int:
        """Return how many messages are out of the way."""
        left = self.counts.get(MessageState.QUEUED, 0) + self.counts.get(MessageState.SENDING, 0)
        return sum(self.counts.values()) - left


def get_mailing(*, uuid: UUID, viewer: Actor) -> MailingInfo:
    """Return a mailing with its messages counted by state. Two statements.

    :raises NotFound: there is none in sight
    """
    row = Mailing.objects.select_related("agency").filter(uuid=uuid).first()
    sample = Message(agency=row.agency if row else None)
    if row is None or not MESSAGES.allows(viewer, MESSAGES.see, sample):
        raise NotFound(_("There is no such mailing."))
    counted = Message.objects.filter(mailing=row).values_list("state").annotate(count=Count("pk"))
    return MailingInfo(
        uuid=row.uuid,
        title=row.title,
        by_name=row.by_name,
        created_at=row.created_at,
        total=row.total,
        unreachable=row.unreachable,
        counts={MessageState(state): count for state, count in counted},
    )
