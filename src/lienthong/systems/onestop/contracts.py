"""What crosses the border of the one-stop shop."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from lienthong.kernel.acts.contracts import Conflict

# Under this name history, processes, papers and the search know a dossier.
SUBJECT_TYPE = "onestop.dossier"
# Under this name fees know a result that is paid for by itself, by its code.
RESULT_TYPE = "onestop.result"
# Under this name history and papers know an intake slip.
INTAKE_TYPE = "onestop.intakeslip"


class State(StrEnum):
    """The ten states of the National Portal (onestop domain, section 7.1)."""

    REGISTERED = "registered"
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"
    PROCESSING = "processing"
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    WITHDRAWAL = "withdrawal"
    STOPPED = "stopped"
    DONE = "done"
    RETURNED = "returned"


RUNNING = frozenset({State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.PAYMENT, State.WITHDRAWAL})
FINAL = frozenset({State.NOT_RECEIVED, State.STOPPED, State.RETURNED})


class Channel(StrEnum):
    """How a dossier was filed; the Portal's codes are 1, 2, 3."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class Clock(StrEnum):
    """Whether working time runs against the agency."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Payment(StrEnum):
    """Where the fee stands."""

    NONE = "none"
    DEMANDED = "demanded"
    PAID = "paid"


class ResultState(StrEnum):
    """Where the result stands."""

    NONE = "none"
    SIGNED = "signed"
    ISSUED = "issued"
    REFUSED = "refused"
    REVOKED = "revoked"


class ResultEnd(StrEnum):
    """Why a result that was issued no longer counts."""

    REPLACED = "replaced"
    REVOKED = "revoked"


class Fault(StrEnum):
    """Whose error a wrong result goes back to; for the agency's own the citizen pays nothing (R-28)."""

    AGENCY = "agency"
    APPLICANT = "applicant"


class Delivery(StrEnum):
    """Where the hand-over of the result stands."""

    NOT_READY = "not_ready"
    AT_COUNTER = "at_counter"
    DELIVERED = "delivered"


class DeliveryWay(StrEnum):
    """How the applicant wants the result."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class IntakeKind(StrEnum):
    """What the counter answers instead of accepting (onestop domain, section 6.3)."""

    COMPLETION = "completion"
    REFUSAL = "refusal"


class Presence(StrEnum):
    """How the person agreed that a kept paper is used: being there, or by an act of their own (R-58)."""

    COUNTER = "counter"
    OWN = "own"


@dataclass(frozen=True)
class PrintedForm:
    """What a printed form is called by law."""

    number: str
    title: str


@dataclass(frozen=True)
class FormSet:
    """The printed forms of one circular, in force from a day on (R-61); `forms` goes by kind."""

    since: date
    basis: str
    forms: dict[str, PrintedForm]


@dataclass(frozen=True)
class PaperSpec:
    """A paper a case requires.

    :param type_code: code of the national list of papers; a kept paper of that type may be used instead
    :param keep: its digitised copy goes to the store of the owner when the dossier ends with a result (R-57)
    """

    code: str
    name: str
    originals: int = 1
    copies: int = 0
    required: bool = True
    note: str = ""
    type_code: str = ""
    keep: bool = False


@dataclass(frozen=True)
class FeeSpec:
    """A fee (phí) or charge (lệ phí) of a case, in đồng."""

    code: str
    kind: str
    name: str
    amount: int
    channels: tuple[Channel, ...] = (Channel.COUNTER, Channel.ONLINE, Channel.POST)
    per: str = ""


@dataclass(frozen=True)
class CaseSpec:
    """A case of a procedure with its own papers, limits and fees (R-5, R-7)."""

    code: str
    name: str
    limits: dict[Channel, str]
    papers: tuple[PaperSpec, ...]
    fees: tuple[FeeSpec, ...] = ()


@dataclass(frozen=True)
class ResultSpec:
    """What the procedure ends with.

    :param type_code: code of the national list of results, such as KQ.G15.000001
    :param symbol: what follows the number, such as "215/GPXD"
    :param register: the book of the deciding agency from which the number comes
    :param valid_months: how long it counts from the day it is signed, 0 without an end
    :param lines: what is printed, as (label, name of the answer or of a party's datum such as `owner.name`)
    """

    template: str
    title: str
    type_code: str
    symbol: str
    register: str
    lines: tuple[tuple[str, str], ...] = ()
    preamble: str = ""
    valid_months: int = 0


@dataclass(frozen=True)
class PackageSpec:
    """All that is needed to run one procedure here: the parts of a package file."""

    code: str
    title: str
    short_title: str
    field: str
    levels: tuple[str, ...]
    process: str
    form: str
    competent: str
    cases: tuple[CaseSpec, ...]
    result: ResultSpec
    process_limit: str = ""
    on_supplement: str = "pause"
    answer_within: str = "30d"
    when_unanswered: Literal["wait", "stop"] = "wait"
    limit_note: str = ""

    def case(self, code: str) -> CaseSpec:
        """Return one case.

        :raises KeyError: the package has no such case
        """
        for each in self.cases:
            if each.code == code:
                return each
        raise KeyError(code)


@dataclass(frozen=True)
class PaperDraft:
    """A paper as the counter takes it: ticked, counted, perhaps scanned, or taken from the owner's store.

    :param stored: by what the store knows the paper that stands in; then nothing is handed in
    """

    code: str
    present: bool = True
    originals: int = 0
    copies: int = 0
    file_id: int | None = None
    stored: str = ""


@dataclass(frozen=True)
class DossierDraft:
    """What the counter knows when it accepts a dossier."""

    package: str
    case: str
    owner_id: int
    submitter_id: int
    answers: dict[str, Any]
    papers: tuple[PaperDraft, ...]
    channel: Channel = Channel.COUNTER
    delivery: DeliveryWay = DeliveryWay.COUNTER
    fee_paid: bool = False
    competent_id: int | None = None
    filed_at: datetime | None = None
    intake_slip: str = ""


class SupplementClosed(Conflict):
    """Nothing can be sent any more: it was sent before, or the day has passed."""

    code = "onestop.supplement_closed"


class AlreadyAccepted(Conflict):
    """The same applicant's same request became a dossier a short while ago; `params` say which and when."""

    code = "onestop.already_accepted"


@dataclass(frozen=True)
class Accepted:
    """What the counter hands over after acceptance."""

    number: str
    secret: str
    due_at: datetime
    fee: int
    is_new: bool = True


@dataclass(frozen=True)
class SupplementItem:
    """One thing to supplement: a paper by its code, an answer by the name of its question, or anything in words."""

    paper: str
    content: str
    field: str = ""


@dataclass(frozen=True)
class IntakeDraft:
    """What the counter knows when it gives form 02 or form 03 instead of accepting.

    :param package: the procedure; empty when it is not received here, then `title` says what was asked for
    :param answers: what was typed so far, by name of the control as it was typed; not judged
    """

    owner_id: int
    submitter_id: int
    reason: str
    package: str = ""
    case: str = ""
    title: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    papers: tuple[PaperDraft, ...] = ()
    items: tuple[SupplementItem, ...] = ()
    legal_basis: str = ""
    advice: str = ""


@dataclass(frozen=True)
class IntakeGiven:
    """The slip the applicant takes home."""

    uuid: UUID
    number: str


@dataclass(frozen=True)
class TrackedStep:
    """A step as the public sees it: no names of people."""

    name: str
    holder: str
    state: str
    at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class Tracked:
    """A dossier as the public sees it by code and secret: no personal data.

    `result_end` tells whether the result was revoked, or replaced by the one that counts now, and when.
    """

    number: str
    procedure: str
    state: State
    received_at: datetime
    due_at: datetime | None
    paused_since: datetime | None
    ended_at: datetime | None
    returned_at: datetime | None
    holder: str
    reception: str
    reception_address: str
    supplement: tuple[str, ...] = ()
    supplement_by: datetime | None = None
    supplement_sent_at: datetime | None = None
    steps: tuple[TrackedStep, ...] = field(default_factory=tuple)
    remaining: int | None = None
    share: int = 0
    moved_from: datetime | None = None
    result_end: ResultEnd | None = None
    result_end_at: datetime | None = None
