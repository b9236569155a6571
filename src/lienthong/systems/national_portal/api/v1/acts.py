"""What the National Portal pushes (onestop domain, 17.4): kept and answered at once, done afterwards."""

from datetime import date
from typing import Any

from django.utils import timezone
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.systems.national_portal import services
from lienthong.systems.national_portal.contracts import PUSH, ActKind, FileIn, PartyIn, PushedAct, Reply

router = Router(tags=["national-portal"])


class PersonIn(Schema):
    """Somebody as the Portal knows them; `kind` is citizen, business or organization."""

    kind: str = "citizen"
    name: str = Field(max_length=300)
    number: str = Field("", max_length=20)
    birth_date: date | None = None
    address: str = Field("", max_length=400)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)


class PushedFileIn(Schema):
    """A file of a paper: its content in base64, or a link to a host that was agreed."""

    paper: str = Field(max_length=40)
    name: str = Field(max_length=200)
    content: str = ""
    link: str = Field("", max_length=2000)
    sha256: str = Field("", max_length=64)


class PushedActIn(Schema):
    """A filing, or a later act of the citizen; `portal_code` and `act_id` together name it."""

    portal_code: str = Field(max_length=60)
    act_id: str = Field(max_length=100)
    kind: ActKind
    procedure: str = Field("", max_length=40)
    case: str = Field("", max_length=40)
    agency: str = Field("", max_length=60)
    filed_at: AwareDatetime | None = None
    owner: PersonIn | None = None
    submitter: PersonIn | None = None
    vneid: bool | None = None
    delivery: str = Field("counter", max_length=20)
    answers: dict[str, Any] = {}
    files: list[PushedFileIn] = []
    note: str = Field("", max_length=2000)


class ReplyOut(Schema):
    """Accepted: kept and done afterwards; duplicate: known already, which is no error."""

    result: Reply


@router.post("/acts", response={202: ReplyOut, 200: ReplyOut})
@access(PUSH)
def push(request: ActorRequest, body: PushedActIn) -> Status[ReplyOut]:
    """Keep an act of the Portal; sent again it is answered as known (200)."""
    said = body.model_dump(exclude={"owner", "submitter", "files"})
    pushed = PushedAct(
        **said,
        owner=PartyIn(**body.owner.model_dump()) if body.owner else None,
        submitter=PartyIn(**body.submitter.model_dump()) if body.submitter else None,
        files=tuple(FileIn(**each.model_dump()) for each in body.files),
    )
    reply = services.take_in(pushed=pushed, actor=request.actor, now=timezone.now())
    return Status(202 if reply is Reply.ACCEPTED else 200, ReplyOut(result=reply))
