"""The register of dossiers as a file of any size (section 13.8)."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.services import noting
from lienthong.kernel.ui.services import Column, send_table
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.forms.reports import ReportForm
from lienthong.systems.onestop.queries import RegisterRow

from . import labels
from .inbox import address
from .reports import report_form, report_tabs


@access("onestop.figures")
@require_GET
def show_register(request: ActorRequest) -> HttpResponse:
    """Show how long the register of the period in the address is, and where to take it along."""
    now = timezone.now()
    form, start, end = _asked(request, timezone.localdate(now))
    count = queries.count_register(viewer=request.actor, filters=form.filters(), start=start, end=end, now=now)
    context = {
        "form": form,
        "start": start,
        "end": end,
        "count": count,
        "options": report_tabs("onestop:register"),
        "export": address(request),
    }
    return render(request, "onestop/report_register.html", context, status=422 if form.errors else 200)


@access("onestop.figures")
@require_GET
def export_register(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the register of the period in the address as a file, read and written a batch at a time."""
    now = timezone.now()
    form, start, end = _asked(request, timezone.localdate(now))
    rows = queries.register_rows(viewer=request.actor, filters=form.filters(), start=start, end=end, now=now)
    noted = noting(rows, whom=_owners_of, purpose=queries.EXPORT, viewer=request.actor, now=now)
    return send_table(kind=kind, name="so-theo-doi", columns=COLUMNS, rows=noted)


COLUMNS = (
    Column[RegisterRow](_("No."), lambda row: row.no, 8),
    Column[RegisterRow](_("Code"), lambda row: row.number, 24),
    Column[RegisterRow](_("Name of procedure"), lambda row: row.title, 48),
    Column[RegisterRow](_("Sets"), lambda row: row.sets, 10),
    Column[RegisterRow](_("Name of citizen, organisation"), lambda row: row.owner, 28),
    Column[RegisterRow](_("Address, phone"), lambda row: row.contact, 40),
    Column[RegisterRow](_("Agency in charge"), lambda row: row.agency, 36),
    Column[RegisterRow](_("Received on"), lambda row: row.accepted_at),
    Column[RegisterRow](_("Appointed for"), lambda row: row.due_at),
    Column[RegisterRow](_("Returned on"), lambda row: row.returned_at),
    Column[RegisterRow](_("Way to receive the result"), lambda row: labels.DELIVERIES[row.delivery_way]),
    Column[RegisterRow](_("Signed for by"), lambda row: row.receiver, 28),
    Column[RegisterRow](_("Note"), lambda row: labels.PORTAL_STATES[row.portal_code], 32),
)


def _asked(request: ActorRequest, today: date) -> tuple[ReportForm, date, date]:
    form = report_form(request, without=("theo", "xin_loi"))
    return form, *form.period(today)


def _owners_of(rows: Iterable[RegisterRow]) -> Iterable[tuple[int, str]]:
    return ((row.owner_id, row.number) for row in rows)
