"""Where apps say in words what was done and what personal data is looked at for, and who stamps the days of the chain.

    name_acts({"numbering.book.open": _("Book opened")})
    READ = purpose("onestop.dossier.read", _("Opened the dossier to work on it"))

The logs keep the codes; people read the words.
"""

from collections.abc import Mapping

from django.utils.functional import Promise

from .contracts import DayStamper

_ACTS: dict[str, str | Promise] = {}
_LABELS: dict[str, str | Promise] = {}


def name_acts(words: Mapping[str, str | Promise]) -> None:
    """Say in words, as histories do, what the acts of some codes did: lazy translations such as "Book opened"."""
    _ACTS.update(words)


def name_act(code: str, label: str | Promise) -> None:
    """Let an act be called by the label of its button in histories, unless an app says what it did in words."""
    _ACTS.setdefault(code, label)


def act_words(code: str) -> str:
    """Return what an entry of a history says was done; an act that no app names any more is said by its code."""
    return str(_ACTS.get(code, code))


def purpose(code: str, label: str | Promise) -> str:
    """Register a purpose and return its code, `<system>.<record>.<why>`.

    :param label: a lazy translation, as the person concerned reads it
    :raises ValueError: another purpose has this code
    """
    if str(_LABELS.setdefault(code, label)) != str(label):
        raise ValueError(f"two purposes are called {code}")
    return code


def purpose_label(code: str) -> str:
    """Say a purpose in words; one that no app declares any more is said by its code."""
    return str(_LABELS.get(code, code))


_STAMPERS: list[DayStamper] = []


def stamp_days_by(stamper: DayStamper) -> None:
    """Let the heads of days be stamped; the last one named stamps."""
    _STAMPERS[:] = [stamper]


def day_stamper() -> DayStamper | None:
    """Return who stamps, None when nobody does on this server."""
    return _STAMPERS[0] if _STAMPERS else None
