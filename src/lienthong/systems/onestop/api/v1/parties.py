"""Applicants over REST: find or register; and files of their papers."""

from datetime import date
from typing import BinaryIO, cast

from django.utils import timezone
from ninja import File, Router, Schema, UploadedFile

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.files import services as files
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import PartyDraft, PartyKind
from lienthong.systems.onestop import queries

router = Router(tags=["parties"])


class PartyIn(Schema):
    """An applicant as the counter writes them down."""

    kind: PartyKind = PartyKind.CITIZEN
    name: str
    number: str = ""
    birth_date: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""


class PartyOut(Schema):
    """A registered applicant."""

    id: int
    name: str


class FileOut(Schema):
    """A stored file."""

    id: int
    sha256: str
    size: int


@router.post("", response=PartyOut)
@access("onestop.dossier.accept")
def register(request: ActorRequest, body: PartyIn) -> PartyOut:
    """Find the applicant by number or register them."""
    party = organizations.register_party(draft=PartyDraft(**body.model_dump()), now=timezone.now())
    queries.note_people((party,), purpose=queries.SERVED, viewer=request.actor)
    return PartyOut(id=party.id, name=party.name)


@router.post("/files", response=FileOut)
@access("onestop.dossier.work")
def upload(request: ActorRequest, file: File[UploadedFile]) -> FileOut:
    """Store a scanned paper and return the id by which acts name it."""
    content = cast("BinaryIO", file.file)
    stored = files.store(stream=content, name=file.name or "", actor=request.actor, now=timezone.now())
    return FileOut(id=stored.id, sha256=stored.sha256, size=stored.size)
