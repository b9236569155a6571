"""Numbers of people and businesses: pure rules."""

import re

_PERSONAL = re.compile(r"\d{12}")
_OLD_CARD = re.compile(r"\d{9}")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}")
_BUSINESS = re.compile(r"\d{10}(-\d{3})?")


def clean_number(text: str) -> str:
    """Return an identity number without the spaces and dots people write in it."""
    return re.sub(r"[\s.]", "", text).upper()


def is_personal_number(number: str) -> bool:
    """Tell whether the text is a personal number (12 digits), an old card (9) or a passport number."""
    return any(pattern.fullmatch(number) for pattern in (_PERSONAL, _OLD_CARD, _PASSPORT))


def is_business_code(number: str) -> bool:
    """Tell whether the text is an enterprise code: 10 digits, or 13 with a dash for a branch."""
    return _BUSINESS.fullmatch(number) is not None


def mask_number(number: str) -> str:
    """Hide the middle of an identity number: four digits before, three after."""
    return number if len(number) < 8 else f"{number[:4]} •••• •{number[-3:]}"
