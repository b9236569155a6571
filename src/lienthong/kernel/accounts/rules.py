"""Pure rules: what a browser says of itself, who must have a second factor, where people may be sent."""

from collections.abc import Collection
from urllib.parse import urlsplit

from lienthong.kernel.acts.contracts import Actor

LONGEST_ADDRESS = 500
LOOPBACK = {"127.0.0.1", "localhost"}
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
# Every browser also claims to be those that came before it: the most particular name stands first.
BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("Zalo", "Zalo"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_name(agent: str) -> str:
    """Return browser and system of a User-Agent header, such as "Chrome, Windows"; empty when neither is known."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)


def second_factor_is_due(actor: Actor, *, roles: Collection[str]) -> bool:
    """Tell whether somebody acts in a role that asks for a second factor and has none yet.

    :param roles: the codes of roles that ask for one
    """
    return actor.is_officer and not actor.has_second_factor and not actor.roles.isdisjoint(roles)


def is_safe_return(address: str) -> bool:
    """Tell whether people may be sent to an address after they signed on: https, or this very machine for trying.

    No fragment, no user, no wildcard, no white space: addresses are compared character by character.
    """
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    if len(address) > LONGEST_ADDRESS or not named or not address.isascii() or not address.isprintable():
        return False
    if set(address) & set(" *\\#") or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
