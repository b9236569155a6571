"""What crosses the border of audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NotRequired, Protocol, TypedDict
from uuid import UUID


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


class Log(StrEnum):
    """The logs that the chain covers."""

    HISTORY = "history"
    LOOKS = "looks"


class FindingKind(StrEnum):
    """What a check of the chain found. The last three are no tampering, but worth knowing."""

    CHANGED = "changed"
    """A row says something else than when its day was closed."""
    REMOVED = "removed"
    """A row is gone."""
    INSERTED = "inserted"
    """A row stands where none stood when its day was closed."""
    SEAL = "seal"
    """The digests of some rows were changed."""
    DAY = "day"
    """What is kept of a day does not fit its head, or the head before it."""
    MISSING_DAY = "missing_day"
    """A day of the chain is gone."""
    STAMP = "stamp"
    """The time stamp of a day does not hold."""
    KEPT = "kept"
    """The day differs from the copy kept outside."""
    UNSTAMPED = "unstamped"
    """A day has no time stamp yet."""
    RETIRED = "retired"
    """Looks were removed because their time was over."""
    BEHIND = "behind"
    """The last day closed is not yesterday."""


TAMPERING = frozenset(FindingKind) - {FindingKind.UNSTAMPED, FindingKind.RETIRED, FindingKind.BEHIND}


@dataclass(frozen=True)
class Finding:
    """One thing found: in which day and log, at which row, and how many more of the same follow it."""

    kind: FindingKind
    day: date
    log: Log | None = None
    row: int | None = None
    until: int | None = None
    count: int = 1
    detail: str = ""

    @property
    def is_tampering(self) -> bool:
        """Tell whether somebody changed what was sealed."""
        return self.kind in TAMPERING


@dataclass(frozen=True)
class StampVerdict:
    """What a time stamp proves of a head."""

    valid: bool
    stamped_at: datetime | None
    authority: str


class DayStamper(Protocol):
    """Stamps the heads of days; the app that keeps signatures offers one (RFC 3161)."""

    def stamp(self, *, digest: bytes, now: datetime) -> bytes:
        """Return a time stamp over 32 bytes.

        :raises Exception: the authority gave none; it is asked again later
        """

    def verify(self, *, token: bytes, digest: bytes) -> StampVerdict:
        """Return what a time stamp proves."""


@dataclass(frozen=True)
class DayInfo:
    """One day of the chain. `late_…` are rows that say an earlier day, written after that one was closed."""

    number: int
    day: date
    head: str
    previous: str
    closed_at: datetime
    history_rows: int
    looks_rows: int
    late_history: int
    late_looks: int
    stamped_at: datetime | None
    authority: str
    looks_removed_at: datetime | None


@dataclass(frozen=True)
class ChainState:
    """Where the chain stands: the last day closed, days without a stamp, rows that no day covers yet."""

    last_day: date | None
    days: int
    unstamped: int
    open_history: int
    open_looks: int


class CheckState(StrEnum):
    """How far a check of the chain is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class CheckInfo:
    """A check of the chain, as its page shows it; `findings` are the first of them."""

    uuid: UUID
    state: CheckState
    starter: str
    asked_at: datetime
    ended_at: datetime | None
    since: date | None
    until: date | None
    rows: int
    rows_checked: int
    days_checked: int
    tampered: int
    findings: tuple[Finding, ...] = ()

    @property
    def percent(self) -> int:
        """Return the share of rows checked, 100 only at the end."""
        if self.state is CheckState.DONE:
            return 100
        return min(99, 100 * self.rows_checked // self.rows) if self.rows else 0


class NotSettled(Exception):
    """A transaction that was open when the day ended is still open; the day is closed a little later."""
