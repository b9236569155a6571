"""What crosses the border of audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NotRequired, Protocol, TypedDict


class Recorded(Protocol):
    """What audit needs to know of an actor; acts define it, audit lies below and asks no more."""

    @property
    def name(self) -> str:
        """The person's name."""

    @property
    def user_id(self) -> int | None:
        """The account."""

    @property
    def position(self) -> str:
        """The position held."""

    @property
    def agency_id(self) -> int | None:
        """The agency acted for."""

    @property
    def agency_name(self) -> str:
        """The agency's name at the time."""

    @property
    def on_behalf_of(self) -> str:
        """For whom the person acted."""


class Entry(TypedDict):
    """What one entry of the history is written from; `note` and `data` may be left out."""

    subject_type: str
    subject_key: str
    act: str
    actor: Recorded
    now: datetime
    note: NotRequired[str]
    data: NotRequired[Mapping[str, Any]]


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the history of one thing."""

    at: datetime
    act: str
    actor: str
    position: str
    agency: str
    on_behalf_of: str
    note: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """One look at a person's data, as the person may read it (R-60): who, in which place, at what, what for.

    `person` is the person's key; `purpose` is a code, `purpose_label` of `extensions` says it.
    """

    at: datetime
    actor: str
    position: str
    agency: str
    on_behalf_of: str
    person: str
    subject_key: str
    purpose: str


@dataclass(frozen=True)
class LookFilters:
    """What narrows the log of looks; each is optional. The days are local, both included; `who` is part of a name."""

    since: date | None = None
    until: date | None = None
    who: str = ""
    person: str = ""


def person_key(party_id: int) -> str:
    """Return by what the log of looks knows a person: their place in the register, so that it holds no number."""
    return f"party:{party_id}"
