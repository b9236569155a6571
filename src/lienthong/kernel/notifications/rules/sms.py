"""What an SMS costs in parts (3GPP TS 23.038 and 23.040).

160 signs of the GSM alphabet or 70 units of UCS-2 fit in one message; of longer texts each part carries 153 or 67,
because a header says which part it is. A sign of the extension table, such as € or {, takes two places of the GSM
alphabet, an emoji two units of UCS-2; neither is torn apart.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

GSM, UCS2 = "gsm", "ucs2"
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_WHOLE = {GSM: 160, UCS2: 70}
_PART = {GSM: 153, UCS2: 67}
# Signs that texts of an office hold and the GSM alphabet lacks, beside letters with marks.
_PLAIN = str.maketrans({
    "đ": "d", "Đ": "D", "–": "-", "—": "-", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "…": "...", "•": "-",
    "\u00a0": " ", "\u202f": " ", "\t": " ", "×": "x", "₫": "d",
})  # fmt: skip


@dataclass(frozen=True)
class SmsText:
    """How a text travels: its alphabet, the places it takes there, in how many parts, and those left in the last."""

    alphabet: str
    places: int
    parts: int
    left: int


def without_marks(text: str) -> str:
    """Return a text without diacritics, in signs of the GSM alphabet, which every telephone and network carries."""
    plain = unicodedata.normalize("NFD", text.translate(_PLAIN))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return "".join(sign if sign in _BASIC or sign in _EXTENDED else "?" for sign in bare)


def measure(text: str) -> SmsText:
    """Return how many parts a text takes; an empty one takes a part too."""
    composed = unicodedata.normalize("NFC", text)
    alphabet, weigh = _alphabet(composed)
    places = sum(map(weigh, composed))
    if places <= _WHOLE[alphabet]:
        return SmsText(alphabet, places, 1, _WHOLE[alphabet] - places)
    parts = split(composed)
    return SmsText(alphabet, places, len(parts), _PART[alphabet] - sum(map(weigh, parts[-1])))


def split(text: str) -> list[str]:
    """Return the parts in which a text travels, one where it fits whole."""
    composed = unicodedata.normalize("NFC", text)
    alphabet, weigh = _alphabet(composed)
    if sum(map(weigh, composed)) <= _WHOLE[alphabet]:
        return [composed]
    parts, taken = [""], 0
    for sign in composed:
        if taken + weigh(sign) > _PART[alphabet]:
            parts.append("")
            taken = 0
        parts[-1] += sign
        taken += weigh(sign)
    return parts


def _alphabet(text: str) -> tuple[str, Callable[[str], int]]:
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        return GSM, lambda sign: 2 if sign in _EXTENDED else 1
    return UCS2, lambda sign: 2 if ord(sign) > 0xFFFF else 1
