"""How the days compare, and what is missing on either side (R-69)."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, page_asked, pages_beside, send_table
from lienthong.systems.national_portal import queries
from lienthong.systems.national_portal.contracts import SEE, ComparedDay, DayState, MissingRow, Side
from lienthong.systems.national_portal.extensions import find_port
from lienthong.systems.national_portal.queries import ComparedFilters, MissingFilters
from lienthong.systems.national_portal.words import DAY_STATES, SIDES

from ..forms import DayFilterForm, MissingFilterForm

VIEWS = {"lech": DayState.DIFFERS, "chua-tra-loi": DayState.NO_ANSWER}
COLUMNS = (
    Column[ComparedDay](gettext_lazy("Day"), lambda row: row.day),
    Column[ComparedDay](gettext_lazy("Procedure"), lambda row: row.procedure),
    Column[ComparedDay](gettext_lazy("Interface"), lambda row: str(find_port(row.generation).label), 28),
    Column[ComparedDay](gettext_lazy("State"), lambda row: DAY_STATES[row.state][0]),
    Column[ComparedDay](gettext_lazy("Received here"), lambda row: row.ours),
    Column[ComparedDay](gettext_lazy("At the Portal"), lambda row: row.theirs),
    Column[ComparedDay](gettext_lazy("Missing at the Portal"), lambda row: row.missing_there),
    Column[ComparedDay](gettext_lazy("Missing here"), lambda row: row.missing_here),
)
MISSING_COLUMNS = (
    Column[MissingRow](gettext_lazy("Day"), lambda row: row.day),
    Column[MissingRow](gettext_lazy("Dossier"), lambda row: row.code, 28),
    Column[MissingRow](gettext_lazy("Procedure"), lambda row: row.procedure),
    Column[MissingRow](gettext_lazy("Missing"), lambda row: SIDES[row.side], 24),
)


@access(SEE)
@require_safe
def show_days(request: ActorRequest) -> HttpResponse:
    """Show the days beside the Portal's lists, by procedure."""
    form, filters = _asked(request)
    page = page_asked(request)
    rows, more = queries.list_compared(viewer=request.actor, filters=filters, page=page)
    context = {
        "form": form,
        "rows": [
            (row, *DAY_STATES[row.state], round(100 * row.rate) if row.rate is not None else None) for row in rows
        ],
        "views": [(name, DAY_STATES[each][0], each == filters.state) for name, each in VIEWS.items()],
        "state": filters.state,
        "chosen": next((name for name, each in VIEWS.items() if each == filters.state), ""),
        "filtered": filters != ComparedFilters(),
        "query": request.GET.urlencode(),
        **pages_beside(page, more=more),
    }
    return render(request, "national_portal/days.html", context, status=422 if form.errors else 200)


@access(SEE)
@require_safe
def export_days(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the days as a file."""
    rows = queries.stream_compared(viewer=request.actor, filters=_asked(request)[1])
    return send_table(kind=kind, name="doi-chieu-cong-quoc-gia", columns=COLUMNS, rows=rows)


@access(SEE)
@require_safe
def show_missing(request: ActorRequest) -> HttpResponse:
    """Show the dossiers that one side has and the other has not."""
    form, filters = _missing_asked(request)
    page = page_asked(request)
    rows, more = queries.list_missing(viewer=request.actor, filters=filters, page=page)
    context = {
        "form": form,
        "rows": [(row, SIDES[row.side], "wait" if row.side is Side.THERE else "late") for row in rows],
        "filtered": filters != MissingFilters(),
        "query": request.GET.urlencode(),
        **pages_beside(page, more=more),
    }
    return render(request, "national_portal/missing.html", context, status=422 if form.errors else 200)


@access(SEE)
@require_safe
def export_missing(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the missing as a file."""
    rows = queries.stream_missing(viewer=request.actor, filters=_missing_asked(request)[1])
    return send_table(kind=kind, name="ho-so-thieu", columns=MISSING_COLUMNS, rows=rows)


def _asked(request: ActorRequest) -> tuple[DayFilterForm, ComparedFilters]:
    form = DayFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    filters = ComparedFilters(
        state=VIEWS.get(request.GET.get("xem", ""), ""),
        procedure=given.get("q", "").replace("\0", ""),
        day_from=given.get("tu"),
        day_to=given.get("den"),
    )
    return form, filters


def _missing_asked(request: ActorRequest) -> tuple[MissingFilterForm, MissingFilters]:
    form = MissingFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    filters = MissingFilters(
        side=given.get("ben", ""),
        text=given.get("q", "").replace("\0", ""),
        day_from=given.get("tu"),
        day_to=given.get("den"),
    )
    return form, filters
