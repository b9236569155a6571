"""Addresses that want no more messages, or that do not exist."""

from datetime import datetime

from django.core import signing
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit

from .. import rules
from ..contracts import MANAGE
from ..models import BlockedAddress

_SALT = "notifications.leave"
WISH = "wish"


def block_address(*, channel: str, address: str, reason: str, now: datetime) -> None:
    """Send nothing more to an address but what law demands; done twice it changes nothing."""
    BlockedAddress.objects.get_or_create(channel=channel, address=address, defaults={"reason": reason, "since": now})


def end_block(*, block_id: int, actor: Actor, now: datetime) -> None:
    """Send to an address again, because it was mended or its owner asked for it.

    :raises NotPermitted: the actor does not look after messages
    :raises NotFound: it is not blocked
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("Only those who look after messages may do this."))
    row = BlockedAddress.objects.filter(pk=block_id).first()
    if row is None:
        raise NotFound(_("This address is not on the list."))
    row.delete()
    audit.record(
        subject_type="notifications.address",
        subject_key=str(block_id),
        act="notifications.address.unblock",
        actor=actor,
        now=now,
        data={"channel": row.channel, "address": rules.masked(row.address)},
    )


def leave_token(address: str) -> str:
    """Return what proves that somebody received mail at an address; it stands in that mail only."""
    return signing.dumps(address, salt=_SALT, compress=True)


def address_of_token(token: str) -> str:
    """Return the address of a token.

    :raises NotFound: it is not one of ours
    """
    try:
        return str(signing.loads(token, salt=_SALT))
    except signing.BadSignature as wrong:
        raise NotFound(_("This link is not whole. Copy it from the message once more.")) from wrong


def leave_by_token(*, token: str, now: datetime) -> None:
    """Send nothing more to the address of a token but what law demands.

    :raises NotFound: it is not one of ours
    """
    block_address(channel="email", address=address_of_token(token), reason=WISH, now=now)
