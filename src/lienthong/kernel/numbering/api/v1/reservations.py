"""Reserved numbers over REST: a counter without a network takes a block along, uses it, and reports back."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Field, Header, Query, Router, Schema, Status

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.acts.services import run_once
from lienthong.kernel.numbering import queries, services
from lienthong.kernel.numbering.contracts import MANAGE, SEE, BlockInfo, BlockState, GivenTo
from lienthong.kernel.numbering.queries import BookFilter
from lienthong.kernel.numbering.services import Reservation

router = Router(tags=["numbering"])
Text = Annotated[str, Field(max_length=500)]
RequestKey = Annotated[str, Header(alias="Idempotency-Key")]


class BookOut(Schema):
    """A book: what it numbers, for whom, in which period; `next` as it will be written."""

    id: int
    kind: str
    label: str
    agency_code: str
    period: str
    last: int
    next: str
    closed: bool


class BookPageOut(Schema):
    """A part of the list of books; `next` is the page that follows, 0 at the end."""

    items: list[BookOut]
    next: int


class BookFilters(Schema):
    """Which books; `page` counts from 1."""

    text: str = Field("", max_length=100)
    year: int | None = Field(None, ge=1990, le=2200)
    page: int = Field(1, ge=1, le=10_000)


class ReservationIn(Schema):
    """How many numbers of which book, what for, who will use them, for documents of which day, until when."""

    book: int = Field(ge=1, lt=2**63)
    count: int = Field(ge=1, le=10_000)
    reason: str = Field(min_length=1, max_length=500)
    holder: str = Field("", max_length=200)
    for_day: date | None = None
    expires_at: datetime | None = None


class ReservationOut(Schema):
    """A block of numbers as they are written, and which of them are not used yet."""

    uuid: UUID
    book: int
    first: int
    last: int
    numbers: list[str]
    unused: list[int]
    state: BlockState
    reason: str
    holder: str
    for_day: date | None
    expires_at: datetime | None
    reserved_at: datetime


class ReservationPageOut(Schema):
    """A part of the reservations; `next` is what to send as `after` for more, 0 at the end."""

    items: list[ReservationOut]
    next: int


class ReservationFilters(Schema):
    """Which reservations, and how many at once (at most 20)."""

    state: BlockState | None = None
    after: int = Field(0, ge=0, lt=2**63)
    limit: int = Field(20, ge=1, le=20)


class UseIn(Schema):
    """To what a number is given; `number` is the first that is left when none is named."""

    number: int | None = Field(None, ge=1, lt=2**63)
    subject_key: str = Field(min_length=1, max_length=200)
    title: Text = ""
    day: date | None = None


class UsedOut(Schema):
    """The number that was given, and as it is written."""

    number: int
    text: str


class ReturnIn(Schema):
    """Why a block is given back."""

    reason: str = Field(min_length=1, max_length=500)


@router.get("/books", response=BookPageOut)
@access(SEE)
def list_books(request: ActorRequest, filters: Query[BookFilters]) -> BookPageOut:
    """List the books in sight, the newest period first, with the number each gives next."""
    wanted = BookFilter(text=filters.text, year=filters.year)
    rows, more = queries.list_books(viewer=request.actor, wanted=wanted, page=filters.page)
    items = [
        BookOut(
            id=row.id, kind=row.key.kind, label=row.label, agency_code=row.agency_code, period=row.key.period,
            last=row.last, next=row.next_text, closed=row.closed_at is not None,
        )
        for row in rows
    ]  # fmt: skip
    return BookPageOut(items=items, next=filters.page + 1 if more else 0)


@router.post("/reservations", response={201: ReservationOut, 200: ReservationOut})
@access(MANAGE)
def reserve(request: ActorRequest, body: ReservationIn, idempotency_key: RequestKey = "") -> Status[ReservationOut]:
    """Set the next numbers of a book aside; 200 when the same request was answered before."""
    wanted = Reservation(body.count, body.reason, body.holder, body.for_day, body.expires_at)
    now = timezone.now()

    def create() -> str:
        block, _memory = services.reserve_in_book(id=body.book, wanted=wanted, actor=request.actor, now=now)
        return str(block.uuid)

    uuid, is_new = run_once(
        key=idempotency_key, purpose="numbering.reserve", inputs=body.model_dump(mode="json"), actor=request.actor,
        now=now, create=create,
    )  # fmt: skip
    return Status(201 if is_new else 200, _out(queries.get_block(uuid=UUID(uuid), viewer=request.actor)))


@router.get("/reservations", response=ReservationPageOut)
@access(SEE)
def list_reservations(request: ActorRequest, filters: Query[ReservationFilters]) -> ReservationPageOut:
    """List the reservations in sight in their order."""
    found, after = queries.page_blocks(
        viewer=request.actor, state=filters.state, after=filters.after, limit=filters.limit
    )
    return ReservationPageOut(items=[_out(each) for each in found], next=after)


@router.get("/reservations/{uuid}", response=ReservationOut)
@access(SEE)
def get_reservation(request: ActorRequest, uuid: UUID) -> ReservationOut:
    """Read one reservation."""
    return _out(queries.get_block(uuid=uuid, viewer=request.actor))


@router.post("/reservations/{uuid}/use", response={201: UsedOut, 200: UsedOut})
@access(MANAGE)
def use(request: ActorRequest, uuid: UUID, body: UseIn, idempotency_key: RequestKey = "") -> Status[UsedOut]:
    """Give a number of the block to something; 200 when the same request was answered before."""
    now = timezone.now()

    def create() -> str:
        taken, _memory = services.use_block(
            uuid=uuid, number=body.number, day=body.day, actor=request.actor, now=now,
            given_to=GivenTo("external", body.subject_key, body.title),
        )  # fmt: skip
        return f"{taken.number} {taken.text}"

    inputs: dict[str, Any] = {"block": str(uuid), **body.model_dump(mode="json")}
    result, is_new = run_once(
        key=idempotency_key, purpose="numbering.use", inputs=inputs, actor=request.actor, now=now, create=create
    )
    number, _blank, text = result.partition(" ")
    return Status(201 if is_new else 200, UsedOut(number=int(number), text=text))


@router.post("/reservations/{uuid}/return", response=ReservationOut)
@access(MANAGE)
def give_back(request: ActorRequest, uuid: UUID, body: ReturnIn) -> ReservationOut:
    """Give the block back: what was not used becomes void."""
    services.return_block(uuid=uuid, reason=body.reason, actor=request.actor, now=timezone.now())
    return _out(queries.get_block(uuid=uuid, viewer=request.actor))


def _out(block: BlockInfo) -> ReservationOut:
    return ReservationOut(
        uuid=block.uuid, book=block.book_id, first=block.first, last=block.last, numbers=list(block.texts),
        unused=list(block.unused), state=block.state, reason=block.reason, holder=block.holder, for_day=block.for_day,
        expires_at=block.expires_at, reserved_at=block.reserved_at,
    )  # fmt: skip
