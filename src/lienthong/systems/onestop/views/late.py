"""The late list with its filters in the address, and the same list as a file (section 19)."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.services import noting
from lienthong.kernel.ui.services import Column, page_asked, pages_beside, send_table
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.forms.reports import ReportForm
from lienthong.systems.onestop.queries import LateFilters, LateRow

from .inbox import address
from .reports import report_form, report_tabs


@access("onestop.figures")
@require_GET
def show_late(request: ActorRequest) -> HttpResponse:
    """Show what is late, the longest first, under the filters in the address."""
    now, page = timezone.now(), page_asked(request)
    form = _form(request)
    rows, more = queries.list_late(viewer=request.actor, filters=_filters(form), now=now, page=page)
    beside = pages_beside(page, more=more)
    context = {
        "now": now,
        "form": form,
        "rows": rows,
        "options": report_tabs("onestop:late"),
        "next": address(request, trang=str(beside["after"])) if beside["after"] else "",
        "previous": address(request, trang=str(beside["before"])) if beside["before"] else "",
        "export": address(request),
    }
    return render(request, "onestop/report_late.html", context, status=422 if form.errors else 200)


@access("onestop.figures")
@require_GET
def export_late(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole late list under the same filters as a file."""
    now = timezone.now()
    rows = queries.late_rows(viewer=request.actor, filters=_filters(_form(request)), now=now)
    noted = noting(rows, whom=_owners_of, purpose=queries.EXPORT, viewer=request.actor, now=now)
    return send_table(kind=kind, name="tre-han", columns=COLUMNS, rows=noted)


COLUMNS = (
    Column[LateRow](_("Code"), lambda row: row.number, 24),
    Column[LateRow](_("Procedure"), lambda row: row.title, 48),
    Column[LateRow](_("Applicant"), lambda row: row.owner, 28),
    Column[LateRow](_("Agency"), lambda row: row.agency, 36),
    Column[LateRow](_("Step"), lambda row: row.step, 28),
    Column[LateRow](_("Officer"), lambda row: row.officer, 28),
    Column[LateRow](_("First appointment"), lambda row: row.first_due_at),
    Column[LateRow](_("Late, working minutes"), lambda row: row.late),
    Column[LateRow](_("Letter of apology"), lambda row: row.apology_at),
    Column[LateRow](_("New appointment"), lambda row: row.new_due_at),
)


def _owners_of(rows: Iterable[LateRow]) -> Iterable[tuple[int, str]]:
    return ((row.owner_id, row.number) for row in rows)


def _form(request: ActorRequest) -> ReportForm:
    return report_form(request, without=("tu", "den", "theo"))


def _filters(form: ReportForm) -> LateFilters:
    dossiers = form.filters()
    return LateFilters(dossiers=dossiers, apology=form.cleaned_data.get("xin_loi", ""))
