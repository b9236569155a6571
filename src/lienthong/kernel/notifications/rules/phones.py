"""Telephone numbers of Việt Nam: +84 and nine digits; prefixes 03, 05, 07, 08, 09 since 2018."""

import re

_MOBILE = re.compile(r"(?:\+?84|0)([35789][0-9]{8})")
_BETWEEN = re.compile(r"[\s.\-()]+")


def normal_phone(text: str) -> str:
    """Return a mobile number as +84 and nine digits, whichever way it was typed; empty when it is none.

    SMS and Zalo reach mobile numbers only, so a landline gives nothing.
    """
    found = _MOBILE.fullmatch(_BETWEEN.sub("", text))
    return f"+84{found[1]}" if found else ""


def in_form(phone: str, form: str) -> str:
    """Return a normal number as a provider wants it: "+84", "84" or "0" before the nine digits.

    :raises ValueError: no such form
    """
    if form not in {"+84", "84", "0"}:
        raise ValueError(f"a telephone number begins with +84, 84 or 0, not {form!r}")
    return form + phone.removeprefix("+84")
