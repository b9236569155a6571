"""What crosses the border of the one-stop shop."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from lienthong.kernel.acts.contracts import Conflict

from .packages import (
    OFFER_TYPE,
    PACKAGE_TYPE,
    Expected,
    LegalText,
    MoveSpec,
    NotOffered,
    NotPublishable,
    OfferInfo,
    OnlineLevel,
    Origin,
    PackageParts,
    PackageRefused,
    PackageState,
    PartChange,
    RunInfo,
    RunState,
    ScenarioLine,
    ScenarioSpec,
    SignatureState,
)
from .picture import DossierPicture, PicturedFee, PicturedFile, PicturedPaper, PicturedResult, PicturedSupplement
from .specs import CaseSpec, FeeSpec, FormSet, ForwardingRule, PackageSpec, PaperSpec, PrintedForm, ResultSpec
from .states import (
    FINAL,
    RUNNING,
    Channel,
    Clock,
    ConsultationState,
    Delivery,
    DeliveryWay,
    Fault,
    FilingState,
    Handling,
    IntakeKind,
    Passing,
    Payment,
    Presence,
    ProposalState,
    ResultEnd,
    ResultState,
    Stance,
    Standing,
    State,
    SupplementStage,
    WithdrawalState,
)

__all__ = [
    "CONSULTATION_TYPE",
    "FILING_TYPE",
    "FINAL",
    "HAND_OVER_TYPE",
    "INTAKE_TYPE",
    "OFFER_TYPE",
    "PACKAGE_TYPE",
    "RESULT_TYPE",
    "RUNNING",
    "SUBJECT_TYPE",
    "WITHDRAWAL_TYPE",
    "Accepted",
    "AlreadyAccepted",
    "Asked",
    "CaseSpec",
    "Channel",
    "Clock",
    "ConsultationState",
    "Delivery",
    "DeliveryWay",
    "DossierDraft",
    "DossierPicture",
    "Expected",
    "Fault",
    "FeeSpec",
    "Filed",
    "FilingDraft",
    "FilingState",
    "FormSet",
    "ForwardingRule",
    "Handling",
    "IntakeDraft",
    "IntakeGiven",
    "IntakeKind",
    "IssuedResult",
    "KeptPaper",
    "LegalText",
    "MoveSpec",
    "NotOffered",
    "NotPublishable",
    "OfferInfo",
    "OnlineLevel",
    "Origin",
    "PackageParts",
    "PackageRefused",
    "PackageSpec",
    "PackageState",
    "PaperDraft",
    "PaperSpec",
    "PartChange",
    "Passing",
    "Payment",
    "PicturedFee",
    "PicturedFile",
    "PicturedPaper",
    "PicturedResult",
    "PicturedSupplement",
    "Presence",
    "PrintedForm",
    "ProposalState",
    "ResultEnd",
    "ResultSpec",
    "ResultState",
    "RunInfo",
    "RunState",
    "ScenarioLine",
    "ScenarioSpec",
    "SignatureState",
    "Stance",
    "Standing",
    "State",
    "SupplementClosed",
    "SupplementItem",
    "SupplementStage",
    "Tracked",
    "TrackedStep",
    "WithdrawalState",
]

# Under this name history, processes, papers and the search know a dossier.
SUBJECT_TYPE = "onestop.dossier"
# Under this name fees know a result that is paid for by itself, by its code.
RESULT_TYPE = "onestop.result"
# Under this name history knows a filing.
FILING_TYPE = "onestop.filing"
# Under this name history and inboxes know a question to another agency.
CONSULTATION_TYPE = "onestop.consultation"
# Under this name inboxes know a dossier on paper that passes from agency to agency.
HAND_OVER_TYPE = "onestop.handover"
# Under this name inboxes know the wish of an applicant to take a dossier back, by the code of the dossier.
WITHDRAWAL_TYPE = "onestop.withdrawal"
# Under this name history and papers know an intake slip.
INTAKE_TYPE = "onestop.intakeslip"


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
    """What the counter knows when it accepts a dossier.

    :param code: the code it was given elsewhere, which becomes its code here (R-37)
    :param vneid: whether the account with which it was filed is proven by VNeID; None where nobody said so, then the
        account of its owner tells
    """

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
    code: str = ""
    vneid: bool | None = None


@dataclass(frozen=True)
class FilingDraft:
    """What somebody files over the network; `reference` is its number where it was filed.

    :param code: the code of a dossier that it was given there and keeps when it is accepted (R-37)
    :param filed_at: when it was really filed, where that was before it came here
    """

    reception_id: int
    package: str
    case: str
    owner_id: int
    submitter_id: int
    answers: dict[str, Any]
    papers: tuple[PaperDraft, ...] = ()
    delivery: DeliveryWay = DeliveryWay.COUNTER
    reference: str = ""
    code: str = ""
    filed_at: datetime | None = None
    vneid: bool | None = None


@dataclass(frozen=True)
class Filed:
    """What the applicant is given: the receipt number, which is no code of a dossier, and when they are answered."""

    number: str
    answer_by: datetime
    is_new: bool = True


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
class Asked:
    """An agency or unit asked for its opinion, and how long it has by its own calendar, such as `3wd`.

    :param within: empty for the time that the procedure gives
    """

    agency_id: int
    within: str = ""


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

    `withdrawal_declined` is why the agency last refused to give it back. `result_end` tells whether the result was
    revoked, or replaced by the one that counts now, and when.
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
    portal_code: int = 0
    may_withdraw: bool = False
    withdrawal_asked_at: datetime | None = None
    withdrawal_declined: str = ""
    withdrawn: bool = False
