"""Filling templates and masking addresses: pure."""

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_SHOWN = 3


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every {name} replaced by its value; a value is never read for placeholders again.

    :raises KeyError: a placeholder without a value
    """
    return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)


def placeholders(text: str) -> frozenset[str]:
    """Return the names a text asks for."""
    return frozenset(_PLACEHOLDER.findall(text))


def masked(address: str) -> str:
    """Return an address as lists show it: its last three signs, or the first of an e-mail and its domain."""
    if "@" in address:
        name, _at, domain = address.partition("@")
        return f"{name[:1]}…@{domain}"
    return f"…{address[-_SHOWN:]}" if len(address) > _SHOWN else address


def masked_in(text: str, address: str) -> str:
    """Return what a provider said with the address of the recipient masked, in whichever form it repeats it."""
    digits = address.lstrip("+")
    forms = {address, digits, f"0{digits[2:]}"} if digits.isdigit() and len(digits) > 2 else {address}
    for form in sorted((each for each in forms if len(each) > _SHOWN), key=len, reverse=True):
        text = text.replace(form, masked(form))
    return text
