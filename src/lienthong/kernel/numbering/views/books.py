"""Books: the list with the next number of each, and one with all its numbers."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.numbering import queries
from lienthong.kernel.numbering.contracts import MANAGE, SEE, SET_FORMATS, BookInfo, NumberLine, NumberState
from lienthong.kernel.numbering.queries import BookFilter, NumberFilter
from lienthong.kernel.numbering.words import NUMBER
from lienthong.kernel.ui.services import Column, number_asked, page_asked, pages_beside, send_table, words_asked

FIRST_YEAR, LAST_YEAR, MOST = 1990, 2200, 10**8
BOOK_COLUMNS = (
    Column[BookInfo](gettext_lazy("Kind of number"), lambda each: each.label, 40),
    Column[BookInfo](gettext_lazy("Agency"), lambda each: each.agency_name, 40),
    Column[BookInfo](gettext_lazy("Code"), lambda each: each.agency_code, 18),
    Column[BookInfo](gettext_lazy("Period"), lambda each: each.key.period, 12),
    Column[BookInfo](gettext_lazy("Last number"), lambda each: each.last, 14),
    Column[BookInfo](gettext_lazy("Next number"), lambda each: each.next_text, 24),
    Column[BookInfo](gettext_lazy("Void"), lambda each: each.voids, 10),
    Column[BookInfo](gettext_lazy("Reserved"), lambda each: each.reserved, 10),
    Column[BookInfo](gettext_lazy("Closed"), lambda each: each.closed_at, 18),
)
NUMBER_COLUMNS = (
    Column[NumberLine](gettext_lazy("Order"), lambda each: each.number, 10),
    Column[NumberLine](gettext_lazy("Number"), lambda each: each.text, 26),
    Column[NumberLine](gettext_lazy("State"), lambda each: str(NUMBER[each.state]), 16),
    Column[NumberLine](gettext_lazy("Given to"), lambda each: each.given_to.title or each.given_to.subject_key, 60),
    Column[NumberLine](gettext_lazy("Day"), lambda each: each.day, 12),
    Column[NumberLine](gettext_lazy("Given at"), lambda each: each.given_at, 18),
    Column[NumberLine](gettext_lazy("By"), lambda each: each.actor_name, 30),
    Column[NumberLine](gettext_lazy("Why void"), lambda each: each.void_reason, 50),
)


@access(SEE)
@require_safe
def books(request: ActorRequest) -> HttpResponse:
    """List the books in sight."""
    wanted, page = _wanted(request), page_asked(request)
    rows, more = queries.list_books(viewer=request.actor, wanted=wanted, page=page)
    context = {
        "rows": rows,
        "wanted": wanted,
        **pages_beside(page, more=more),
        "query": request.GET.urlencode(),
        "may_manage": request.actor.may(MANAGE),
        "may_format": request.actor.may(SET_FORMATS),
    }
    return render(request, "numbering/books.html", context)


@access(SEE)
@require_safe
def export_books(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the books of the list as a file."""
    rows = queries.stream_books(viewer=request.actor, wanted=_wanted(request))
    return send_table(kind=kind, name="so", columns=BOOK_COLUMNS, rows=rows)


@access(SEE)
@require_safe
def book(request: ActorRequest, book_id: int) -> HttpResponse:
    """Show one book: its numbers and what they were given to, reservations, gaps, history."""
    shown = queries.get_book(book_id=book_id, viewer=request.actor)
    wanted = _numbers(request)
    counts = queries.count_states(book_id=book_id, viewer=request.actor)
    rows, after = queries.list_numbers(book_id=book_id, viewer=request.actor, wanted=wanted)
    blocks, more_blocks = queries.list_blocks(book_id=book_id, viewer=request.actor)
    history = list_history(subject_type="numbering.book", subject_key=str(book_id), limit=50, newest_first=True)
    context = {
        "shown": shown,
        "rows": rows,
        "after": after,
        "wanted": wanted,
        "states": [(state, label, counts.get(state, 0)) for state, label in NUMBER.items()],
        "blocks": blocks,
        "more_blocks": more_blocks,
        "gaps": queries.find_gaps(viewer=request.actor, book_id=book_id),
        "history": history,
        "query": request.GET.urlencode(),
    }
    return render(request, "numbering/book.html", context)


@access(SEE)
@require_safe
def export_numbers(request: ActorRequest, book_id: int, kind: str) -> HttpResponseBase:
    """Send the numbers of a book as a file."""
    shown = queries.get_book(book_id=book_id, viewer=request.actor)
    rows = queries.stream_numbers(book_id=shown.id, viewer=request.actor, wanted=_numbers(request))
    return send_table(kind=kind, name=f"so-{shown.id}", columns=NUMBER_COLUMNS, rows=rows)


def _wanted(request: ActorRequest) -> BookFilter:
    year = number_asked(request, "nam", least=FIRST_YEAR, most=LAST_YEAR, otherwise=0)
    is_open = {"mo": True, "dong": False}.get(request.GET.get("trang_thai", ""))
    return BookFilter(words_asked(request), year or None, is_open, request.GET.get("ngay") == "1")


def _numbers(request: ActorRequest) -> NumberFilter:
    state = request.GET.get("trang_thai", "")
    return NumberFilter(
        state=NumberState(state) if state in set(NumberState) else None,
        number=number_asked(request, "so", least=1, most=MOST, otherwise=0) or None,
        before=number_asked(request, "truoc", least=1, most=MOST, otherwise=0) or None,
    )
