"""What crosses the border of search: entries, hits, audiences."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """Who may find an entry beside its owners: everybody, or officers whose grants reach its agency."""

    PUBLIC = "public"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class EntryKey:
    """Names one thing that can be found: the system that keeps it, what it is, its number or code there."""

    system: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    system: str
    kind: str
    key: str
    title: str
    url: str
    updated_at: datetime
