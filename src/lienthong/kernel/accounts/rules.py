"""Pure rules: what browsers and providers say, who must have a second factor, where people may be sent."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from lienthong.kernel.acts.contracts import Actor

from .contracts import Assurance, ClaimNames, IdentityFault, OuterIdentity

LONGEST_ADDRESS = 500
LONGEST_SUBJECT, LONGEST_NAME, NUMBER_DIGITS = 190, 200, 12
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


def is_personal_number(number: object) -> bool:
    """Tell whether something is a personal number: twelve digits as text (Luật Căn cước 2023, Điều 12)."""
    return isinstance(number, str) and len(number) == NUMBER_DIGITS and number.isascii() and number.isdigit()


def read_identity(
    claims: Mapping[str, object],
    *,
    provider: str,
    names: ClaimNames,
    person_kinds: Collection[str],
    levels: Mapping[str, int],
    minimum: int,
) -> OuterIdentity | IdentityFault:
    """Return the person whom checked claims speak of, or why they do not do.

    :param names: how the provider calls what is read
    :param person_kinds: the values of `names.kind` that mean a person, others being businesses
    :param levels: from the provider's level to ours; one that is not listed is none
    :param minimum: the lowest level of ours that does
    """
    number, name = claims.get(names.number), claims.get(names.name)
    level = Assurance(levels.get(str(claims.get(names.level, "")), 0))
    verified = not names.verified or claims.get(names.verified) in (True, "true", "1", 1)
    if names.kind and str(claims.get(names.kind, "")) not in person_kinds:
        return IdentityFault.NOT_A_PERSON
    if level < minimum or not verified:
        return IdentityFault.NOT_VERIFIED
    if not isinstance(number, str) or not is_personal_number(number):
        return IdentityFault.NO_NUMBER
    subject = claims.get("sub")
    tidied = " ".join(name.split()) if isinstance(name, str) else ""
    if (
        not tidied
        or not tidied.isprintable()
        or not isinstance(subject, str)
        or not 0 < len(subject) <= LONGEST_SUBJECT
    ):
        return IdentityFault.NO_NAME
    return OuterIdentity(provider=provider, subject=subject, number=number, name=tidied[:LONGEST_NAME], level=level)
