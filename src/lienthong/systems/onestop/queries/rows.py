"""Dossiers and their parts as plain data, and what narrows a list of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lienthong.kernel.acts.contracts import Offered
from lienthong.systems.onestop.contracts import ConsultationState, State, SupplementStage, WithdrawalState


@dataclass(frozen=True)
class DossierRow:
    """A dossier in a list; `portal_code` is its state as the National Portal names it."""

    id: int
    number: str
    title: str
    owner: str
    owner_id: int
    state: State
    channel: str
    reception: str
    competent: str
    holder: str
    step: str
    calendar_id: int
    accepted_at: datetime
    due_at: datetime
    paused_at: datetime | None
    ended_at: datetime | None
    portal_code: int = 0


@dataclass(frozen=True)
class PaperRow:
    """A paper of a dossier; one that data replace names who vouches (`spared_by`) and since when."""

    id: int
    code: str
    name: str
    originals: int
    copies: int
    file_uuid: UUID | None
    file_name: str
    media_type: str
    size: int
    added_at: datetime
    added_by: str
    supplement_no: int | None
    spared_by: tuple[str, ...] = ()
    spared_at: datetime | None = None
    original_taken_at: datetime | None = None
    original_returned_at: datetime | None = None
    original_returned_to: str = ""
    is_scan: bool = False
    compared_at: datetime | None = None
    compared_by: str = ""

    @property
    def to_compare(self) -> bool:
        """Tell whether its scan waits to be compared with the original and signed (R-15)."""
        return self.is_scan and self.compared_at is None

    @property
    def original_here(self) -> bool:
        """Tell whether an original taken to be compared is still to be given back (R-24)."""
        return self.original_taken_at is not None and self.original_returned_at is None


@dataclass(frozen=True)
class OpinionRow:
    """An opinion on a dossier."""

    text: str
    at: datetime
    author: str
    position: str
    agency: str


@dataclass(frozen=True)
class SupplementRow:
    """A request to complete a dossier; `sent_at` is when the applicant answered over the network."""

    no: int
    reason: str
    items: tuple[Mapping[str, str], ...]
    requested_at: datetime
    requested_by: str
    answer_by: datetime
    answered_at: datetime | None
    due_before: datetime
    due_after: datetime | None
    paused_minutes: int | None
    sent_at: datetime | None = None
    sent: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Mapping[str, str], ...] = ()
    stage: SupplementStage = SupplementStage.PROCESSING
    restarts: bool | None = None
    told_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawal: str = ""


@dataclass(frozen=True)
class ConsultationRow:
    """A question to another agency; `place` is the agency or unit asked, `shown` the names of the papers shown."""

    no: int
    number: str
    state: ConsultationState
    asking: str
    place: str
    question: str
    asked_at: datetime
    asked_by: str
    due_at: datetime
    reminded_at: datetime | None
    silence_agrees: bool
    pauses: bool
    stance: str
    answer: str
    file_uuid: UUID | None
    file_name: str
    answered_by: str
    position: str
    withdrawal: str
    closed_at: datetime | None
    shown: tuple[str, ...]
    shows_answers: bool

    @property
    def answered_late(self) -> bool:
        """Tell whether the answer came after its time."""
        return self.closed_at is not None and self.closed_at > self.due_at


@dataclass(frozen=True)
class WithdrawalRow:
    """A wish of the applicant to take the dossier back, and the answer."""

    no: int
    state: WithdrawalState
    reason: str
    asked_at: datetime
    asked_by: str
    recorded_by: str
    answer: str
    decided_at: datetime | None
    decided_by: str
    position: str


@dataclass(frozen=True)
class ProposalRow:
    """What an agency wants the applicant to be asked for and the counter has not decided yet."""

    reason: str
    items: tuple[Mapping[str, str], ...]
    asked_at: datetime
    asked_by: str


@dataclass(frozen=True)
class ExtensionRow:
    """The one new appointment of a dossier; `in_time` when told at the latest a day before the first one."""

    reason: str
    due_before: datetime
    due_after: datetime
    in_time: bool
    decided_at: datetime
    decided_by: str
    file_id: int


@dataclass(frozen=True)
class ResultRow:
    """A result of a dossier; `end` says whether it was replaced or revoked, empty while it counts."""

    number: str
    title: str
    signed_at: datetime
    signer: str
    signer_position: str
    issued_at: datetime | None
    file_uuid: UUID | None
    code: str
    content: tuple[tuple[str, str], ...] = ()
    valid_to: date | None = None
    ended_at: datetime | None = None
    end: str = ""
    end_reason: str = ""
    end_basis: str = ""
    fault: str = ""
    ended_by: str = ""


@dataclass(frozen=True)
class DossierDetail:
    """One dossier, whole, as plain data."""

    row: DossierRow
    uuid: UUID
    secret: str
    package_id: int
    procedure_code: str
    field: str
    case_code: str
    parties: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, Any]
    form_key: str
    form_version: int
    clock: str
    payment: str
    result_state: str
    delivery_state: str
    delivery_way: str
    limit: str
    calendar_id: int
    reception_id: int
    competent_id: int
    owner_user_id: int | None
    party_ids: Mapping[str, int]
    filed_at: datetime
    returned_at: datetime | None
    receiver: str
    fee: int
    fee_lines: tuple[Mapping[str, Any], ...]
    fee_paid_at: datetime | None
    accepted_by: str
    version: int
    own_number: str
    papers: tuple[PaperRow, ...]
    opinions: tuple[OpinionRow, ...]
    supplements: tuple[SupplementRow, ...]
    proposal: ProposalRow | None
    result: ResultRow | None
    extension: ExtensionRow | None
    former_results: tuple[ResultRow, ...] = ()
    consultations: tuple[ConsultationRow, ...] = ()
    withdrawals: tuple[WithdrawalRow, ...] = ()
    acts: tuple[Offered, ...] = ()

    def offers(self, act: str) -> bool:
        """Tell whether an act is open to the viewer."""
        return any(each.name == act for each in self.acts)

    @property
    def withdrawn(self) -> WithdrawalRow | None:
        """Return the wish with which the dossier ended, None where it did not."""
        return next((each for each in self.withdrawals if each.state is WithdrawalState.AGREED), None)

    @property
    def may_consult(self) -> bool:
        """Tell whether the viewer may ask other agencies about it now."""
        return self.offers("onestop.dossier.consult")


@dataclass(frozen=True)
class DossierCard:
    """One dossier without its parts, with the acts open to the viewer: what other programs ask for."""

    row: DossierRow
    version: int
    payment: str
    result_state: str
    result_number: str
    fee: int
    fee_paid_at: datetime | None
    returned_at: datetime | None
    receiver: str
    acts: tuple[Offered, ...]


@dataclass(frozen=True)
class DossierFilters:
    """What narrows a list of dossiers; each is optional. The dates are local days, both included.

    `standing` is a figure of the report of handling; it is taken as of the end of its period, so it needs both days.
    """

    state: str = ""
    field: str = ""
    procedure: str = ""
    agency_id: int | None = None
    competent_id: int | None = None
    channel: str = ""
    timeliness: str = ""
    accepted_from: date | None = None
    accepted_to: date | None = None
    ended_from: date | None = None
    ended_to: date | None = None
    text: str = ""
    standing: str = ""
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True)
class IssuedResult:
    """A result that was issued, as other systems keep it (section 12.2).

    :param code: what the public checks it by
    :param no: its place among the results of the dossier, the first is 1; only the highest may count
    :param end: `replaced`, `revoked`, or empty while it counts
    """

    code: str
    no: int
    dossier: str
    owner_id: int
    type_code: str
    title: str
    number: str
    issued_at: datetime
    valid_from: date | None
    valid_to: date | None
    issuer_id: int
    issuer_name: str
    file_id: int
    sha256: str
    end: str
    ended_at: datetime | None
    end_reason: str


@dataclass(frozen=True)
class KeptPaper:
    """A paper of a dossier that goes to the store of its owner; without a file it waits to be digitised."""

    key: str
    dossier: str
    owner_id: int
    type_code: str
    title: str
    keeper_id: int
    taken_at: datetime
    file_id: int | None
    sha256: str
