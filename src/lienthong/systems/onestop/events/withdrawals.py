"""Facts about applicants who take their dossiers back."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class WithdrawalAsked:
    """The applicant asks to take the dossier back; the agency that decides has to answer (state 7 of the Portal)."""

    type: ClassVar[str] = "vn.lienthong.onestop.withdrawal.asked.v1"
    number: str
    no: int
    competent_id: int
    at: datetime


@dataclass(frozen=True)
class WithdrawalDeclined:
    """The dossier is not given back, and why; its processing goes on."""

    type: ClassVar[str] = "vn.lienthong.onestop.withdrawal.declined.v1"
    number: str
    no: int
    reason: str
    at: datetime
