"""The states of dossiers, of their parts and of what is no dossier yet."""

from dataclasses import dataclass
from enum import StrEnum


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


class Handling(StrEnum):
    """How far the handling of an accepted dossier is, apart from what else is true of it (R-10, section 7.3)."""

    WAITING = "waiting"
    RUNNING = "running"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    GRANTED = "granted"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands in each respect by itself; none of them tells another (R-10).

    :param received: None while nobody has answered the filing, False when it was not received
    :param applicant_asked: the applicant has been asked for a supplement, not only the counter
    :param pays_first: what is demanded must be paid before anything else happens
    """

    received: bool | None = True
    handling: Handling = Handling.WAITING
    applicant_asked: bool = False
    pays_first: bool = False
    delivered: bool = False


class SupplementStage(StrEnum):
    """When a supplement was asked for: before acceptance, after examination within the days of the law, or later."""

    BEFORE_ACCEPTANCE = "before"
    EXAMINATION = "examination"
    PROCESSING = "processing"


class ProposalState(StrEnum):
    """What became of an agency's wish for a supplement: the counter decides whether the applicant is asked."""

    WAITING = "waiting"
    PASSED_ON = "passed_on"
    DROPPED = "dropped"


class ConsultationState(StrEnum):
    """What became of a question to another agency; silent where no answer in time counts as agreement (R-21)."""

    WAITING = "waiting"
    ANSWERED = "answered"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"


class Stance(StrEnum):
    """What an agency that was asked says."""

    AGREE = "agree"
    DISAGREE = "disagree"
    OTHER = "other"


class WithdrawalState(StrEnum):
    """What became of an applicant's wish to take the dossier back."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class FilingState(StrEnum):
    """What became of a filing over the network; it is a dossier only once it is accepted (R-14)."""

    FILED = "filed"
    ACCEPTED = "accepted"
    COMPLETION = "completion"
    REFUSED = "refused"


class Passing(StrEnum):
    """Where the hand-over of a dossier from one agency to another stands; void when the way changed before."""

    WAITING = "waiting"
    GIVEN = "given"
    TAKEN = "taken"
    REFUSED = "refused"
    VOID = "void"


class IntakeKind(StrEnum):
    """What the counter answers instead of accepting (onestop domain, section 6.3)."""

    COMPLETION = "completion"
    REFUSAL = "refusal"


class Presence(StrEnum):
    """How the person agreed that a kept paper is used: being there, or by an act of their own (R-58)."""

    COUNTER = "counter"
    OWN = "own"
