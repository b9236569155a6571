"""Facts that payments announces; amounts in whole đồng."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class FeeDemanded:
    """Something is to be paid."""

    type: ClassVar[str] = "vn.lienthong.payments.fee.demanded.v1"
    number: str
    subject_type: str
    subject_key: str
    total: int
    at: datetime


@dataclass(frozen=True)
class FeePaid:
    """A demand is settled: by money, or because an exemption left nothing to pay (`total` 0).

    `online` is the flag of the service-quality index: 1 through the Portal, 2 through another gateway, 0 not (R-56).
    """

    type: ClassVar[str] = "vn.lienthong.payments.fee.paid.v1"
    number: str
    subject_type: str
    subject_key: str
    total: int
    method: str
    online: str
    at: datetime


@dataclass(frozen=True)
class FeeCancelled:
    """A demand is void; when it was `replaced`, another one takes its place."""

    type: ClassVar[str] = "vn.lienthong.payments.fee.cancelled.v1"
    number: str
    subject_type: str
    subject_key: str
    replaced: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class FeeRefunded:
    """Money went back to the payer; `amount` may be less than was paid."""

    type: ClassVar[str] = "vn.lienthong.payments.fee.refunded.v1"
    number: str
    subject_type: str
    subject_key: str
    amount: int
    reason: str
    at: datetime
