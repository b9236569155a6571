"""What crosses the border of audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


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
    """One look at a person's data, as the person may read it (R-60)."""

    at: datetime
    actor: str
    agency: str
    subject_key: str
    purpose: str
