"""Names and numbers of people, businesses and agencies: pure rules."""

import re
import unicodedata

_PERSONAL = re.compile(r"[0-9]{12}")
_OLD_CARD = re.compile(r"[0-9]{9}")
_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,8}")
_BUSINESS = re.compile(r"[0-9]{10}(-[0-9]{3})?")
# Control characters, invisible marks that turn the direction of writing, and halves of letters.
_UNWRITABLE = frozenset({"Cc", "Cf", "Cs"})
LONGEST_NUMBER = 20


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


def tidy(text: str) -> str:
    """Return a line of text with composed letters and single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_writable(text: str) -> bool:
    """Tell whether a person can have written the text: no control characters, no invisible marks."""
    return not any(unicodedata.category(letter) in _UNWRITABLE for letter in text)
