"""Where apps say in words what personal data is looked at for, and who stamps the days of the chain.

    READ = purpose("onestop.dossier.read", _("Opened the dossier to work on it"))

The log keeps the code; the person concerned reads the words.
"""

from django.utils.functional import Promise

from .contracts import DayStamper

_LABELS: dict[str, str | Promise] = {}


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
