"""What crosses the border of the interface to the National Portal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from lienthong.kernel.acts.contracts import Conflict

# Who sees what goes out and comes in, who decides about it, who says how procedures are connected (and sees no
# dossier by that), and which connected system may push.
SEE, MANAGE = "national_portal.see", "national_portal.manage"
CONNECT, PUSH = "national_portal.connect", "national_portal.push"
SUBJECT_TYPE = "national_portal.dossier"
ACT_TYPE = "national_portal.act"
ROUTE_TYPE = "national_portal.route"
# Under this name the log of looks knows the Portal.
READER = "Cổng Dịch vụ công quốc gia"


class Generation(StrEnum):
    """Which interface is spoken: with a session since 2019 (17.1), or the gateway with a token since 2025 (17.3)."""

    FIRST = "first"
    SECOND = "second"


class SyncState(StrEnum):
    """How the Portal stands in what it knows of a dossier. Failed: it refused so often that somebody must look."""

    WAITING = "waiting"
    TOLD = "told"
    FAILED = "failed"


class ActKind(StrEnum):
    """What the Portal pushes: a filing, or a later act of the citizen (17.4)."""

    FILING = "filing"
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    WITHDRAWAL = "withdrawal"
    RETURN = "return"


class ActState(StrEnum):
    """What became of it. Kept: it could not be done and waits for a person (R-65); settled: a person saw to it."""

    WAITING = "waiting"
    DONE = "done"
    KEPT = "kept"
    SETTLED = "settled"


class Reply(StrEnum):
    """What the Portal is answered at once (R-63)."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"


class DayState(StrEnum):
    """How a day compares."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NO_ANSWER = "no_answer"


class Side(StrEnum):
    """Where a dossier is missing: at the Portal, or here."""

    THERE = "there"
    HERE = "here"


class OtherContents(Conflict):
    """The same act of the Portal came before with other contents; what came first stays."""

    code = "national_portal.other_contents"


class PortalAway(Exception):
    """The Portal cannot take anything now: no connection, no answer in time, or a fault of its own."""


class PortalRefused(Exception):
    """The Portal answered and did not take this; `code` is its own."""

    def __init__(self, code: str, message: str) -> None:
        """Keep what it said."""
        super().__init__(f"{code}: {message}" if message else code)
        self.code, self.message = code, message


@dataclass(frozen=True)
class RouteInfo:
    """How a procedure is connected; an empty `procedure` stands for all that have no route of their own.

    :param field_code: national code of the field (MaLinhVuc)
    :param service_code: national code of the online service (MaDichVuCong)
    :param names: what the Portal calls cases, papers and questions, where it calls them other than we do
    """

    procedure: str
    generation: Generation
    field_code: str = ""
    service_code: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    is_on: bool = True
    changed_at: datetime | None = None
    changed_by: str = ""
    version: int = 0


@dataclass(frozen=True)
class Line:
    """A line of progress: who did what at which moment, and in which state the dossier was after it."""

    number: str
    officer: str
    position: str
    at: datetime
    unit: str
    content: str
    state: int
    begun_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class Acknowledged:
    """What the Portal took: its id of the dossier where it gives one, what was sent and what it answered."""

    portal_id: str
    payload: Mapping[str, Any]
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class SyncRow:
    """A dossier in the list of what is sent; `changes` counts what the Portal has not been told."""

    number: str
    procedure: str
    title: str
    generation: Generation
    state: SyncState
    changes: int
    attempts: int
    waiting_since: datetime | None
    tried_at: datetime | None
    next_try_at: datetime | None
    told_at: datetime | None
    error: str
    version: int


@dataclass(frozen=True)
class ChangeRow:
    """One change of a dossier; without `told_at` the Portal does not know it yet."""

    cause: str
    at: datetime
    officer: str
    told_at: datetime | None


@dataclass(frozen=True)
class SyncDetail:
    """One dossier with its changes and what the Portal acknowledged last."""

    row: SyncRow
    portal_id: str
    payload: Mapping[str, Any]
    answer: Mapping[str, Any]
    changes: tuple[ChangeRow, ...]
    may_send: bool


@dataclass(frozen=True)
class LineState:
    """Whether a generation of the Portal answers; `resume_at` is when it is tried again."""

    generation: Generation
    is_ready: bool
    failing_since: datetime | None = None
    resume_at: datetime | None = None
    answered_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True)
class PartyIn:
    """Somebody as the Portal knows them."""

    kind: str
    name: str
    number: str
    birth_date: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class FileIn:
    """A file that the Portal sends: its content in base64, or a link to it on a host that was agreed.

    :param paper: code of the paper it is
    :param sha256: what its content must hash to, empty where the Portal does not say
    """

    paper: str
    name: str
    content: str = ""
    link: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class PushedAct:
    """One act as the Portal pushes it (17.4); `portal_code` and `act_id` together name it (R-63)."""

    portal_code: str
    act_id: str
    kind: ActKind
    procedure: str = ""
    case: str = ""
    agency: str = ""
    filed_at: datetime | None = None
    owner: PartyIn | None = None
    submitter: PartyIn | None = None
    vneid: bool | None = None
    delivery: str = "counter"
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[FileIn, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ActRow:
    """A pushed act in the list of what came."""

    uuid: UUID
    portal_code: str
    act_id: str
    kind: ActKind
    procedure: str
    agency: str
    applicant: str
    state: ActState
    reason: str
    received_at: datetime
    next_try_at: datetime | None
    done_at: datetime | None
    became: str


@dataclass(frozen=True)
class ActDetail:
    """One pushed act; the files are (paper, name, where it stands)."""

    row: ActRow
    answers: Mapping[str, Any]
    note: str
    attempts: int
    files: tuple[tuple[str, str, str], ...]
    settled_by: str
    settlement: str
    may_decide: bool


@dataclass(frozen=True)
class ComparedDay:
    """How many dossiers of a procedure were received on a day, here and at the Portal (R-69)."""

    day: date
    procedure: str
    generation: Generation
    state: DayState
    ours: int
    theirs: int
    both: int
    missing_there: int
    missing_here: int
    at: datetime

    @property
    def rate(self) -> float | None:
        """Return the share of our dossiers that the Portal has, None where there is none."""
        return self.both / self.ours if self.ours else None


@dataclass(frozen=True)
class MissingRow:
    """A dossier that one side has and the other has not."""

    day: date
    procedure: str
    code: str
    side: Side
    found_at: datetime
    is_here_now: bool
