"""Addresses to which nothing more is sent but what law demands."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted

from .. import rules
from ..contracts import SEE
from ..models import BlockedAddress

PAGE = 50


@dataclass(frozen=True)
class BlockedRow:
    """One address, masked; `wish` when its owner asked for it, else what the provider said."""

    id: int
    channel: str
    address: str
    wish: bool
    reason: str
    since: datetime


def list_blocked(*, viewer: Actor, before: int | None = None) -> tuple[tuple[BlockedRow, ...], int | None]:
    """Return a page of the addresses, the newest first, and the cursor of the next.

    :raises NotPermitted: the viewer may not see messages
    """
    if not viewer.may(SEE):
        raise NotPermitted(_("Only those who may see messages may see this."))
    rows = BlockedAddress.objects.order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    cursor = found[PAGE - 1].pk if len(found) > PAGE else None
    shown = tuple(
        BlockedRow(each.pk, each.channel, rules.masked(each.address), each.reason == "wish", each.reason, each.since)
        for each in found[:PAGE]
    )
    return shown, cursor
