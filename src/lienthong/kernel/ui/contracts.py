"""Plain values of the interface, and the folding of Vietnamese text that every app may use."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, runtime_checkable

_SPACES = re.compile(r"\s+")
_DAYS = (
    re.compile(r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})"),
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
)
# Letters that carry no combining mark when decomposed, so that NFD leaves them alone.
_PLAIN = str.maketrans({"đ": "d", "Đ": "D"})


def fold(text: str) -> str:
    """Reduce text to what a person types in a hurry: no diacritics, lower case, single spaces.

    "Hoà", "Hòa" and "hoa" become the same word, whichever way the source composes its letters.

    :param text: any Vietnamese or foreign text
    :returns: lower case, "đ" as "d", no marks, no leading, trailing or double spaces
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", bare).casefold()).strip()


def read_day(text: str) -> date | None:
    """Read a day as people and machines write it: 23/11/2026, 3-1-2026, 3.1.2026, 23112026, 2026-11-23.

    :returns: nothing when the text is written otherwise, or names a day that does not exist
    """
    for shape in _DAYS:
        if found := shape.fullmatch(text.strip()):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None


class ClockState(StrEnum):
    """What a clock says; each has a colour, an icon and words."""

    RUN = "run"
    RISK = "risk"
    LATE = "late"
    PAUSED = "wait"
    IDLE = "mute"
    DONE = "done"


@dataclass(frozen=True)
class ClockPhrase:
    """A clock in words.

    `words` is the strong part ("còn 2 giờ 15 phút"), `beside` what follows it quietly ("từ 17/11").
    """

    state: ClockState
    words: str
    beside: str = ""


@runtime_checkable
class Viewer(Protocol):
    """What a shell needs to know of the person before it; `kernel.acts.contracts.Actor` fits."""

    name: str
    position: str
    agency_name: str
    user_id: int | None

    def may(self, permission: str) -> bool:
        """Say whether the person holds a permission anywhere."""


@runtime_checkable
class Refusal(Protocol):
    """An exception that refuses with a reason; `kernel.acts.contracts.DomainError` fits."""

    message: str

    @property
    def status(self) -> int:
        """The status of HTTP."""

    @property
    def code(self) -> str:
        """The stable code for machines."""


@dataclass(frozen=True)
class Option:
    """One link among choices: a filter chip, a saved view, an entry of a menu."""

    label: str
    url: str
    chosen: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Node:
    """One node of the thread: what happened, when, who, what it left behind.

    `state` is done, now, ahead, paused, late or plan.
    """

    title: str
    state: str = "done"
    meta: str = ""
    text: str = ""
    links: Mapping[str, str] | None = None
    clock: ClockPhrase | None = None
