"""Books: lists, one of them, their last numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import list_acts
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo

from ..contracts import BookInfo, BookKey, NumberState, VoidedNumberInfo
from ..extensions import book_label
from ..models import Book, NumberFormat, VoidedNumber
from ..policy import BOOKS
from ..rules import Values, read_template, span_of

PAGE = 50
_LONGEST_TEXT = 100


@dataclass(frozen=True)
class BookFilter:
    """Which books a list shows. `is_open`: None shows both; daily books are many and shown when asked for."""

    text: str = ""
    year: int | None = None
    is_open: bool | None = None
    daily: bool = False


def get_last_number(*, book: BookKey) -> int:
    """Return the last number the book has given, 0 when it has given none."""
    rows = Book.objects.filter(kind=book.kind, agency_id=book.agency_id, period=book.period)
    return rows.values_list("last", flat=True).first() or 0


def list_voided(*, book: BookKey) -> tuple[VoidedNumberInfo, ...]:
    """Return the void numbers of a book, in order."""
    rows = VoidedNumber.objects.filter(
        book__kind=book.kind, book__agency_id=book.agency_id, book__period=book.period
    ).order_by("number")
    return tuple(
        VoidedNumberInfo(number=row.number, reason=row.reason, actor_name=row.actor_name, voided_at=row.voided_at)
        for row in rows
    )


def list_books(*, viewer: Actor, wanted: BookFilter, page: int = 1) -> tuple[tuple[BookInfo, ...], bool]:
    """Return a page of the books in sight, the newest period first, and whether more follow. Five statements."""
    found = list(_filtered(viewer, wanted)[(page - 1) * PAGE : page * PAGE + 1])
    return _infos(found[:PAGE]), len(found) > PAGE


def stream_books(*, viewer: Actor, wanted: BookFilter) -> Iterator[BookInfo]:
    """Yield all books of the list, for a file."""
    batch: list[Book] = []
    for row in _filtered(viewer, wanted).iterator(chunk_size=500):
        batch.append(row)
        if len(batch) == 500:
            yield from _infos(batch)
            batch = []
    yield from _infos(batch)


def get_book(*, book_id: int, viewer: Actor) -> BookInfo:
    """Return one book with what the viewer may do to it.

    :raises NotFound: no such book in sight
    """
    row = _counted(BOOKS.visible(Book.objects.all(), viewer)).filter(pk=book_id).first()
    if row is None:
        raise NotFound(_("There is no such book."))
    may = frozenset(each.name for each in list_acts(Book) if each.is_open_to(row, viewer))
    barred = {"numbering.book.close", "numbering.book.reserve"} if row.closed_at else {"numbering.book.reopen"}
    if row.is_final:
        barred.add("numbering.book.reopen")
    return replace(_infos([row])[0], may=may - barred)


def _filtered(viewer: Actor, wanted: BookFilter) -> QuerySet[Book]:
    rows = BOOKS.visible(Book.objects.all(), viewer)
    if text := wanted.text.replace("\0", "").strip()[:_LONGEST_TEXT]:
        kinds = NumberFormat.objects.filter(label__icontains=text).values("kind")
        rows = rows.filter(Q(kind__icontains=text) | Q(kind__in=kinds) | Q(agency_id__in=_called(text)))
    if wanted.year is not None:
        rows = rows.filter(period__startswith=f"{wanted.year:04}")
    if not wanted.daily:
        rows = rows.exclude(period__contains="-")
    if wanted.is_open is not None:
        rows = rows.filter(closed_at__isnull=wanted.is_open)
    return _counted(rows).order_by("-period", "kind", "agency_id")


def _called(text: str) -> list[int]:
    """Return the agencies whose name or code contains a text."""
    folded = text.casefold()
    return [
        each.id
        for each in organizations.list_agencies()
        if folded in each.name.casefold() or folded in each.code.casefold()
    ]


def _counted(rows: QuerySet[Book]) -> QuerySet[Book]:
    reserved = Count("numbers", filter=Q(numbers__state=NumberState.RESERVED), distinct=True)
    return rows.annotate(void_count=Count("voided", distinct=True), reserved_count=reserved)


def _infos(rows: Iterable[Book]) -> tuple[BookInfo, ...]:
    listed = list(rows)
    known = {each.id: each for each in organizations.list_agencies()} if listed else {}
    formats = {(each.kind, each.agency_id): each for each in NumberFormat.objects.all()} if listed else {}
    return tuple(_info(row, known.get(row.agency_id), formats) for row in listed)


def _info(row: Book, agency: AgencyInfo | None, formats: dict[tuple[str, int | None], NumberFormat]) -> BookInfo:
    found = formats.get((row.kind, row.agency_id)) or formats.get((row.kind, None))
    span, next_text = span_of(row.period), str(row.last + 1)
    if found is not None and span is not None:
        values = Values(span[0], found.symbol, agency.short_name if agency else "", agency.code if agency else "")
        next_text = read_template(found.template).write(row.last + 1, values)
    return BookInfo(
        id=row.pk, key=BookKey(row.kind, row.agency_id, row.period),
        label=found.label if found else book_label(row.kind),
        agency_name=agency.name if agency else str(row.agency_id), agency_code=agency.code if agency else "",
        last=row.last, next_text=next_text, opened_at=row.opened_at, last_given_at=row.last_given_at,
        closed_at=row.closed_at, closed_why=row.closed_why, is_final=row.is_final,
        recorded_after=row.recorded_after, voids=getattr(row, "void_count", 0),
        reserved=getattr(row, "reserved_count", 0), version=row.version,
    )  # fmt: skip
