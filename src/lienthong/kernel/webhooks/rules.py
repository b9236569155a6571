"""Which addresses a webhook may have, and when a failed delivery is tried again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

LONGEST_URL = 500
Network = IPv4Network | IPv6Network
# What the registry of addresses calls global and yet leads elsewhere: translated, tunnelled, documentation.
_TRICKS = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
# A receiver that does not answer is asked again after an hour at the latest.
LONGEST_PAUSE = 3600


def wrong_with(url: str, *, may_be_plain: bool) -> str:
    """Return why an address is none for a webhook, as a code; empty when it may be one.

    :param may_be_plain: whether http will do, for trial
    """
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        return "form"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "form"
    if parts.scheme not in ({"https", "http"} if may_be_plain else {"https"}):
        return "scheme"
    if not parts.hostname or "@" in parts.netloc or parts.fragment or port == 0:
        return "form"
    return ""


def is_allowed(address: str, *, networks: Iterable[Network]) -> bool:
    """Tell whether a webhook may connect to an address: public ones, and those the operator names."""
    found: IPv4Address | IPv6Address = ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if any(found in network for network in networks):
        return True
    return found.is_global and not found.is_multicast and not any(found in each for each in _TRICKS)


def pause_after(*, failures: int, pauses: Sequence[int], asked: int | None) -> timedelta:
    """Return how long to leave a receiver alone that has not answered so many times in a row.

    :param pauses: seconds after the first, second, … failure; the last counts for all further ones
    :param asked: seconds that the receiver itself asked for
    """
    seconds = min(pauses[min(failures, len(pauses)) - 1], LONGEST_PAUSE)
    return timedelta(seconds=max(seconds, min(asked or 0, LONGEST_PAUSE)))


def next_try(*, refusals: int, pauses: Sequence[int], now: datetime) -> datetime | None:
    """Return when to offer an event again that was refused so many times, None when it was the last time."""
    return now + timedelta(seconds=pauses[refusals - 1]) if refusals <= len(pauses) else None
