"""Words typed for an input method that was switched off: Telex ("quyeets ddinhj") and VNI ("quye61t d9inh5"); pure."""

import re
import unicodedata
from collections.abc import Mapping

from .words import place_tones

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VOWELS = "aăâeêioôơuưy"
_VNI_SHAPES = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
_TELEX_PAIRS = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ"}
_ASCII = re.compile(r"[a-z0-9]{2,14}")
# A syllable: what it may begin with, its vowels, what it may end with.
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    "(?:i[aê]?|yê?|u[aâêiyơôo]?|uy[aêu]?|ư[aơiu]?|ươ[iu]?|uô[i]?|iêu|yêu|o[aăeio]?|oa[iyo]|oeo|uây|ô[i]?|ơ[i]?|a[iyuo]?"
    "|ă|â[uy]?|e[o]?|ê[u]?)"
    "(?:ng|nh|ch|[cmnpt])?"
)


def spoken(word: str) -> str | None:
    """Return the word that was meant when the input method was off, None when it was not.

    >>> spoken("quyeets"), spoken("d9inh5"), spoken("sinh")
    ('quyết', 'định', None)
    """
    if not _ASCII.fullmatch(word):
        return None
    for read in (_telex, _vni):
        made = read(word)
        if made is not None and made != word and is_syllable(made):
            return made
    return None


def is_syllable(word: str) -> bool:
    """Say whether a composed word in small letters is built as a Vietnamese syllable."""
    decomposed = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in decomposed if sign not in _TELEX_TONES.values())
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def _telex(word: str) -> str | None:
    """Read marks as Telex does: they stand behind the letter or at the end of the word."""
    letters: list[str] = []
    tone = ""
    for at, key in enumerate(word):
        if key in _TELEX_TONES and at and any(letter in _VOWELS for letter in letters):
            tone = _TELEX_TONES[key]
        elif key == "w":
            if not _bend(letters):
                return None
        elif not _double(letters, key):
            letters.append(key)
    return _with_tone("".join(letters), tone)


def _double(letters: list[str], key: str) -> bool:
    """Turn the last letter that the key doubles into its own letter: "aa", and "dinhd" too."""
    made = _TELEX_PAIRS.get(key * 2)
    if made is None or key not in letters:
        return False
    letters[len(letters) - 1 - letters[::-1].index(key)] = made
    return True


def _bend(letters: list[str]) -> bool:
    """Apply the key w: ă, ơ, ư, and ươ at once."""
    text = "".join(letters)
    for plain, bent in (("uo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư")):
        at = text.rfind(plain)
        if at >= 0 and not (plain == "u" and text[:at].endswith("q")):
            letters[:] = text[:at] + bent + text[at + len(plain) :]
            return True
    return False


def _vni(word: str) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _VNI_TONES and letters:
            tone = _VNI_TONES[key]
        elif key in _VNI_SHAPES:
            if not _shape(letters, _VNI_SHAPES[key]):
                return None
        elif key.isdigit():
            return None
        else:
            letters.append(key)
    return _with_tone("".join(letters), tone)


def _shape(letters: list[str], shapes: Mapping[str, str]) -> bool:
    found = [at for at, letter in enumerate(letters) if letter in shapes]
    if not found:
        return False
    # "nguoi72" bends both letters of "uo".
    both = len(found) > 1 and letters[found[-2]] == "u" and letters[found[-1]] == "o"
    for at in found[-2:] if both else found[-1:]:
        letters[at] = shapes[letters[at]]
    return True


def _with_tone(word: str, tone: str) -> str | None:
    """Return the syllable with its tone on the letter that bears it."""
    begin = 2 if word.startswith("qu") or (word.startswith("gi") and any(each in _VOWELS for each in word[2:])) else 0
    at = [place for place, letter in enumerate(word) if letter in _VOWELS and place >= begin]
    if not at:
        return None
    if not tone:
        return word
    marked = [place for place in at if word[place] in "ăâêôơư"]
    if marked:
        place = marked[-1]
    elif len(at) == 1 or at[-1] == len(word) - 1:
        place = at[max(0, len(at) - 2)]
    else:
        place = at[-1]
    return place_tones(unicodedata.normalize("NFC", f"{word[: place + 1]}{tone}{word[place + 1 :]}"))
