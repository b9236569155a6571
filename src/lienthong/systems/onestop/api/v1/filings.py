"""Filings over REST: what other systems take in for the counters (R-14)."""

from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Header, Router, Schema, Status

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import DeliveryWay, FilingDraft, PaperDraft

from .schemas import PaperIn

router = Router(tags=["filings"])


class FilingIn(Schema):
    """Something filed over the network; owner and submitter are ids of registered parties."""

    agency: str
    package: str
    case: str
    owner: int
    submitter: int
    answers: dict[str, Any]
    papers: list[PaperIn] = []
    delivery: DeliveryWay = DeliveryWay.COUNTER
    reference: str = ""


class FiledOut(Schema):
    """The receipt number, which is no code of a dossier, and until when the applicant is answered."""

    number: str
    answer_by: datetime


@router.post("", response={201: FiledOut, 200: FiledOut})
@access("onestop.filing.submit")
def submit(
    request: ActorRequest, body: FilingIn, idempotency_key: Annotated[str, Header(alias="Idempotency-Key")] = ""
) -> Status[FiledOut]:
    """File with the agency of a code; 200 when the same request was answered before."""
    draft = FilingDraft(
        reception_id=organizations.find_agency(code=body.agency).id,
        package=body.package,
        case=body.case,
        owner_id=body.owner,
        submitter_id=body.submitter,
        answers=body.answers,
        papers=tuple(PaperDraft(code=paper.code[:40], file_id=paper.file) for paper in body.papers),
        delivery=body.delivery,
        reference=body.reference[:80],
    )
    done = services.submit_filing(draft=draft, actor=request.actor, now=timezone.now(), idempotency_key=idempotency_key)
    return Status(201 if done.is_new else 200, FiledOut(number=done.number, answer_by=done.answer_by))
