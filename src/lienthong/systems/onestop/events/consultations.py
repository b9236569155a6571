"""Facts about the opinions an agency asks others for."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class ConsultationAsked:
    """An agency was asked for its opinion on a dossier; `number` is the dossier, `consultation` the question (R-21)."""

    type: ClassVar[str] = "vn.lienthong.onestop.consultation.asked.v1"
    consultation: str
    number: str
    asking_id: int
    asked_id: int
    due_at: datetime
    at: datetime


@dataclass(frozen=True)
class ConsultationReminded:
    """Who asked reminds an agency of the opinion it owes; `unit_id` where one of its units was asked."""

    type: ClassVar[str] = "vn.lienthong.onestop.consultation.reminded.v1"
    consultation: str
    number: str
    asked_id: int
    unit_id: int | None
    due_at: datetime
    at: datetime


@dataclass(frozen=True)
class ConsultationLate:
    """No opinion came in time; the head of the one-stop department is told (R-21).

    `counts_as_agreed`: silence is agreement by the rule of the procedure, so that nothing is waited for any more.
    """

    type: ClassVar[str] = "vn.lienthong.onestop.consultation.late.v1"
    consultation: str
    number: str
    asked_id: int
    reception_id: int
    asked_by_id: int | None
    asked_by: str
    due_at: datetime
    counts_as_agreed: bool


@dataclass(frozen=True)
class ConsultationAnswered:
    """An agency gave its opinion: it agrees, does not, or says something else; `late` when the time was over."""

    type: ClassVar[str] = "vn.lienthong.onestop.consultation.answered.v1"
    consultation: str
    number: str
    asked_id: int
    stance: str
    late: bool
    asked_by_id: int | None
    asked_by: str
    at: datetime


@dataclass(frozen=True)
class ConsultationWithdrawn:
    """An opinion is not asked for any more."""

    type: ClassVar[str] = "vn.lienthong.onestop.consultation.withdrawn.v1"
    consultation: str
    number: str
    asked_id: int
    at: datetime
