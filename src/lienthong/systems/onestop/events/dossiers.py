"""Facts about dossiers, from reception to result."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class DossierAccepted:
    """An agency took responsibility for a dossier and its clock runs; `accepted_by_id` is the officer's account."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.accepted.v1"
    number: str
    procedure: str
    reception_id: int
    competent_id: int
    accepted_at: datetime
    due_at: datetime
    accepted_by_id: int | None = None


@dataclass(frozen=True)
class StepCompleted:
    """Somebody finished a step of a dossier's process."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.step-completed.v1"
    number: str
    step: str
    outcome: str
    at: datetime


@dataclass(frozen=True)
class FeeTaken:
    """The fee was taken at the counter."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.fee-taken.v1"
    number: str
    amount: int
    at: datetime


@dataclass(frozen=True)
class PaymentFollowed:
    """The fee of a dossier was settled by whatever way, or is asked for no more; `payment` is how it stands now."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.payment-followed.v1"
    number: str
    payment: str
    at: datetime


@dataclass(frozen=True)
class PaperAttached:
    """A paper was added to a dossier after its reception; `paper` is its code."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.paper-attached.v1"
    number: str
    paper: str
    at: datetime


@dataclass(frozen=True)
class SupplementRequested:
    """The applicant must send something more; the clock is paused."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.supplement-requested.v1"
    number: str
    no: int
    answer_by: datetime
    at: datetime


@dataclass(frozen=True)
class SupplementProposed:
    """An agency wants the applicant to be asked for something; the counter that received has to do it."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.supplement-proposed.v1"
    number: str
    reception_id: int
    at: datetime


@dataclass(frozen=True)
class SupplementDropped:
    """What an agency wanted the applicant to be asked for is not asked; who wanted it is told."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.supplement-dropped.v1"
    number: str
    asked_by_id: int | None
    asked_by: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class SupplementWithdrawn:
    """A request to supplement ended without an answer, because it is needed no more; the clock runs again."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.supplement-withdrawn.v1"
    number: str
    no: int
    reason: str
    due_at: datetime
    at: datetime


@dataclass(frozen=True)
class SupplementSent:
    """The applicant answered over the network; the counter has not taken it in yet."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.supplement-sent.v1"
    number: str
    no: int
    at: datetime


@dataclass(frozen=True)
class SupplementReceived:
    """What was asked for has come; the clock runs again."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.supplement-received.v1"
    number: str
    no: int
    due_at: datetime
    at: datetime


@dataclass(frozen=True)
class ResultSigned:
    """The competent person signed the result."""

    type: ClassVar[str] = "vn.lienthong.onestop.result.signed.v1"
    number: str
    result_number: str
    at: datetime


@dataclass(frozen=True)
class ResultIssued:
    """The result is sealed, registered and ready to be handed over; `code` is what the public checks it by."""

    type: ClassVar[str] = "vn.lienthong.onestop.result.issued.v1"
    number: str
    result_number: str
    at: datetime
    code: str = ""


@dataclass(frozen=True)
class PaperDigitised:
    """A paper that was handed in on paper has its scan now; `paper` is its code."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.paper-digitised.v1"
    number: str
    paper: str
    at: datetime


@dataclass(frozen=True)
class ResultReplaced:
    """A wrong result no longer counts and another took its place; `fault` says whose error it was.

    `with_fee`: the fee of the procedure is asked for again, never where the agency erred (R-28).
    """

    type: ClassVar[str] = "vn.lienthong.onestop.result.replaced.v1"
    number: str
    result_number: str
    code: str
    replaces: str
    replaces_code: str
    fault: str
    with_fee: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class ResultRevoked:
    """A result that was issued no longer counts, and none took its place."""

    type: ClassVar[str] = "vn.lienthong.onestop.result.revoked.v1"
    number: str
    result_number: str
    code: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class SupplementEnding:
    """The time in which the applicant may answer a request for a supplement ends soon."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.supplement-ending.v1"
    number: str
    no: int
    answer_by: datetime


@dataclass(frozen=True)
class DossierStopped:
    """The dossier ended without a result: refused after examination, withdrawn, or a supplement never came.

    `withdrawn`: the applicant took it back; nothing is to be paid for it any more.
    """

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.stopped.v1"
    number: str
    ground: str
    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True)
class ResultReturned:
    """The result is in the applicant's hands."""

    type: ClassVar[str] = "vn.lienthong.onestop.result.returned.v1"
    number: str
    receiver: str
    at: datetime


@dataclass(frozen=True)
class DossierExtended:
    """The agency apologised and gave the dossier its one new appointment."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.extended.v1"
    number: str
    due_before: datetime
    due_at: datetime
    reason: str
    at: datetime


@dataclass(frozen=True)
class CompletionRequested:
    """The counter gave form 02 instead of accepting; `missing` is the number of things listed."""

    type: ClassVar[str] = "vn.lienthong.onestop.intake.completion-requested.v1"
    slip: str
    number: str
    procedure: str
    reception_id: int
    missing: int
    at: datetime


@dataclass(frozen=True)
class IntakeRefused:
    """The counter gave form 03: the dossier is not received, and why."""

    type: ClassVar[str] = "vn.lienthong.onestop.intake.refused.v1"
    slip: str
    number: str
    procedure: str
    reception_id: int
    ground: str
    at: datetime


@dataclass(frozen=True)
class DossierDueMoved:
    """The due date of an open dossier is another because its calendar changed, by the decision named."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.due-moved.v1"
    number: str
    due_before: datetime
    due_at: datetime
    reason: str
    at: datetime


@dataclass(frozen=True)
class HandedOver:
    """A dossier on paper was given to another agency; `due_at` is until when it was to be given (R-18)."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.handed-over.v1"
    number: str
    no: int
    from_id: int
    to_id: int
    due_at: datetime
    at: datetime


@dataclass(frozen=True)
class HandOverTaken:
    """The agency to which a dossier on paper was given has it."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.hand-over-taken.v1"
    number: str
    no: int
    to_id: int
    at: datetime


@dataclass(frozen=True)
class HandOverRefused:
    """The agency to which a dossier on paper was given did not take it, and why; its giver is told."""

    type: ClassVar[str] = "vn.lienthong.onestop.dossier.hand-over-refused.v1"
    number: str
    no: int
    from_id: int
    to_id: int
    giver_id: int | None
    giver: str
    reason: str
    at: datetime
