"""The list of dossiers with its filters in the address, and the same list as a file."""

import csv
from collections.abc import Iterator
from datetime import datetime

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.contracts import Actor, Scope
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.kernel.ui.contracts import Option
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.forms.filters import DossierFilterForm
from lienthong.systems.onestop.queries import DossierFilters, DossierRow

from . import labels
from .inbox import address

EXPORT_PAGE = 500
# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@access(OFFICER)
@require_GET
def show_list(request: ActorRequest) -> HttpResponse:
    """Show the dossiers the officer may see, newest first."""
    now, viewer = timezone.now(), request.actor
    form = _form(request)
    filters = form.filters()
    after = request.GET.get("sau", "")
    rows, cursor = queries.list_dossiers(
        viewer=viewer, filters=filters, now=now, after=int(after) if after.isdigit() else None
    )
    chosen = form.chosen()
    context = {
        "now": now,
        "form": form,
        "lines": [
            {
                "clocked": queries.clocked(row=row, now=now),
                "state": labels.STATES[row.state],
                "tag": labels.STATE_TAGS[row.state],
            }
            for row in rows
        ],
        "options": _views(filters, chosen=bool(chosen)),
        "chosen": [(label, words, address(request, **{name: ""})) for name, label, words in chosen if name != "q"],
        "more": f"{address(request)}&sau={cursor}" if cursor else "",
        "export": address(request),
        "filtered": bool(chosen),
    }
    return render(request, "onestop/list.html", context, status=422 if form.errors else 200)


@access(OFFICER)
@require_GET
def export_list(request: ActorRequest) -> HttpResponseBase:
    """Stream the whole list under the same filters as CSV for spreadsheets; personal numbers are not in it."""
    lines = _export(request.actor, _form(request).filters(), timezone.now())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ho-so-{timezone.localdate():%Y%m%d}.csv"'
    return response


class _Line:
    """Takes what the CSV writer writes and hands it on."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def _export(viewer: Actor, filters: DossierFilters, now: datetime) -> Iterator[str]:
    writer = csv.writer(_Line())
    # The mark tells Excel that the file is UTF-8.
    yield "\ufeff"
    yield writer.writerow([
        _("Code"), _("Procedure"), _("Applicant"), _("State"), _("Step"), _("Held by"), _("Received at"),
        _("Decided by"), _("Received on"), _("Due"), _("Resolved"),
    ])  # fmt: skip
    after: int | None = None
    while True:
        rows, after = queries.list_dossiers(viewer=viewer, filters=filters, now=now, after=after, limit=EXPORT_PAGE)
        for row in rows:
            yield writer.writerow([safe_cell(text) for text in _cells(row)])
        if after is None:
            return


def _cells(row: DossierRow) -> tuple[str, ...]:
    return (
        row.number,
        row.title,
        row.owner,
        str(labels.STATES[row.state]),
        row.step,
        row.holder,
        row.reception,
        row.competent,
        _local(row.accepted_at),
        _local(row.due_at),
        _local(row.ended_at),
    )


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _local(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else ""


def _form(request: ActorRequest) -> DossierFilterForm:
    return DossierFilterForm(
        request.GET,
        packages=queries.list_packages(),
        agencies=_agencies(request.actor),
        states=labels.STATES.items(),
        timeliness=labels.TIMELINESS.items(),
        channels=labels.CHANNELS.items(),
    )


def _agencies(viewer: Actor) -> tuple[AgencyInfo, ...]:
    """Return the agencies to choose from: none for those who see only their own."""
    wide = {grant.scope for grant in viewer.grants_for("onestop.dossier.see")} & {Scope.PROVINCE, Scope.SUBTREE}
    if not wide:
        return ()
    found = organizations.list_agencies()
    if Scope.PROVINCE in wide:
        return found
    return tuple(agency for agency in found if agency.path.startswith(viewer.agency_path))


def _views(filters: DossierFilters, *, chosen: bool) -> tuple[Option, ...]:
    """Return the views most asked for, as links."""
    alone = DossierFilters(timeliness=filters.timeliness) == filters
    views = [Option(label=_("All"), url="?", chosen=not chosen)]
    for name in ("open", "open_late", "due_today", "waiting", "ended"):
        here = alone and filters.timeliness == name
        views.append(Option(label=str(labels.TIMELINESS[name]), url=f"?han={name}", chosen=here))
    return tuple(views)
