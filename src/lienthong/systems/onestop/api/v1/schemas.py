"""What goes in and out of the dossier endpoints; written for them, not taken from the tables."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import AwareDatetime

from lienthong.systems.onestop.contracts import Channel, DeliveryWay


class PaperIn(Schema):
    """A paper handed in."""

    code: str
    stored: str = ""
    originals: int = 0
    copies: int = 0
    file: int | None = None


class DossierIn(Schema):
    """A dossier to be accepted; owner and submitter are ids of registered parties."""

    package: str
    case: str
    owner: int
    submitter: int
    answers: dict[str, Any]
    papers: list[PaperIn] = []
    channel: Channel = Channel.COUNTER
    delivery: DeliveryWay = DeliveryWay.COUNTER
    fee_paid: bool = False


class AcceptedOut(Schema):
    """What the counter hands over; the secret goes to the applicant only."""

    number: str
    secret: str
    due_at: datetime
    fee: int


class ActIn(Schema):
    """Inputs of an act; which are needed depends on the act."""

    work_item: int | None = None
    outcome: str = ""
    note: str = ""
    reason: str = ""
    text: str = ""
    receiver: str = ""
    name: str = ""
    file: int | None = None
    paper: int | None = None
    legal_basis: str = ""
    why_again: str = ""
    items: list[dict[str, str]] = []
    answers: dict[str, Any] = {}
    due_at: AwareDatetime | None = None
    fault: Literal["", "agency", "applicant"] = ""
    content: list[tuple[str, str]] = []
    with_fee: bool = False
    version: int | None = None


class StepOut(Schema):
    """An open step."""

    id: int
    key: str
    name: str
    agency: int
    role: str
    assignee: int | None
    due_at: datetime
    outcomes: list[str]


class DossierOut(Schema):
    """A dossier as officers see it."""

    number: str
    title: str
    state: str
    holder: str
    step: str
    accepted_at: datetime
    due_at: datetime
    paused_at: datetime | None
    ended_at: datetime | None
    version: int
    payment: str
    result_state: str
    result_number: str
    acts: list[str]
    steps: list[StepOut]


class DossierLineOut(Schema):
    """A dossier in a list."""

    number: str
    title: str
    owner: str
    state: str
    due_at: datetime
    ended_at: datetime | None


class DossierPageOut(Schema):
    """A page of dossiers; `next` is the cursor of the page after."""

    items: list[DossierLineOut]
    next: int | None


class DoneOut(Schema):
    """How the dossier stands after an act."""

    number: str
    done: str
