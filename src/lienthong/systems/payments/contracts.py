"""What crosses the border of payments."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.acts.contracts import Conflict, Invalid

# Under this name history knows a demand.
SUBJECT_TYPE = "payments.feedemand"
SEE = "payments.fee.see"
TAKE = "payments.fee.take"
CORRECT = "payments.fee.correct"
ACCOUNTS = "payments.account.set"
CURRENCY = "VND"
# Bytes a gateway may send at once.
LARGEST_CALL = 16 * 1024


class DemandState(StrEnum):
    """Where a demand stands."""

    WAITING = "waiting"
    PAID = "paid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class LineKind(StrEnum):
    """What a line of a demand is by law: phí, lệ phí, or another cost."""

    FEE = "phi"
    CHARGE = "le_phi"
    OTHER = "khac"


class Collect(StrEnum):
    """When a fee is collected; the codes are those of the ministries' gateway."""

    ON_RECEPTION = "on_reception"
    WITH_SUPPLEMENT = "with_supplement"
    ON_RETURN = "on_return"


class Online(StrEnum):
    """Where a fee was paid, as the service-quality index counts it (R-56)."""

    NO = "0"
    PORTAL = "1"
    PROVINCE = "2"


class Verdict(StrEnum):
    """What became of a call-back (R-52); all but the first two wait for a person."""

    ACCEPTED = "accepted"
    REPLAYED = "replayed"
    FORGED = "forged"
    UNKNOWN = "unknown"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_PAYEE = "wrong_payee"
    NOT_PAID = "not_paid"
    NOT_WAITING = "not_waiting"
    NOT_LISTED = "not_listed"


class DayState(StrEnum):
    """How our list of a day compares with a gateway's (R-54)."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NO_ANSWER = "no_answer"


class AmountWrong(Invalid):
    """An amount is not a whole, sensible number of đồng."""

    code = "payments.amount"


class ReferenceUsed(Conflict):
    """The transaction named has paid another demand already."""

    code = "payments.reference_used"


class NoAnswer(Conflict):
    """The gateway did not answer, or said nothing that can be believed."""

    code = "payments.no_answer"


@dataclass(frozen=True)
class FeeLine:
    """One line of a demand; `amount` in whole đồng. What is not `refundable` stays paid when the rest goes back."""

    code: str
    kind: LineKind
    name: str
    amount: int
    refundable: bool = True


@dataclass(frozen=True)
class Reduction:
    """An exemption or reduction: how much is taken off in đồng, on which ground, shown by which paper."""

    amount: int
    ground: str
    proof: str


@dataclass(frozen=True)
class DemandDraft:
    """What is to be paid, for what, to whom.

    :param payee_id: agency that receives the money
    :param collector_id: agency at whose counter it is paid; the payee unless given
    :param key: names the cause, so that the same cause demands once
    :param url: where officers open what it is paid for
    """

    subject_type: str
    subject_key: str
    title: str
    payee_id: int
    payer_name: str
    lines: tuple[FeeLine, ...]
    key: str
    reductions: tuple[Reduction, ...] = ()
    collect: Collect = Collect.ON_RECEPTION
    collector_id: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Account:
    """The account of a payee, as it stood when the demand was raised; `bank` is the six-figure code of NAPAS."""

    bank: str
    number: str
    name: str

    def __bool__(self) -> bool:
        """Tell whether money can be sent to it."""
        return bool(self.bank and self.number)


@dataclass(frozen=True)
class Bill:
    """A demand as a way to pay needs it."""

    number: str
    reference: str
    total: int
    title: str
    payee_code: str
    payee_name: str
    account: Account
    created_at: datetime


@dataclass(frozen=True)
class DemandRow:
    """A demand in a list."""

    id: int
    number: str
    reference: str
    title: str
    subject_type: str
    subject_key: str
    subject_url: str
    payer: str
    payee: str
    total: int
    state: DemandState
    method: str
    created_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True)
class ReconciledDay:
    """A day as a gateway and we have it: how many payments, and their sum in đồng; `healed` were never told before."""

    provider: str
    day: date
    state: DayState
    at: datetime
    their_count: int
    their_sum: int
    our_count: int
    our_sum: int
    healed: int


@dataclass(frozen=True)
class CallBackRow:
    """Something that came in from a gateway and what became of it."""

    uuid: UUID
    provider: str
    transaction: str
    amount: int | None
    verdict: Verdict
    received_at: datetime
    times: int
    demand: str
    settled_at: datetime | None
    settled_by: str
    note: str
