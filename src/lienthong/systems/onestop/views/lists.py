"""The list of dossiers with its filters in the address, and the same list as a file."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.contracts import Actor, Scope
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.audit.services import noting
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo, lies_in
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import Column, send_table
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.forms.filters import DossierFilterForm
from lienthong.systems.onestop.queries import DossierFilters, DossierRow

from . import labels
from .inbox import address, colleagues_of

REASSIGN = "processes.reassign"
EXPORT_PAGE = 500


@access(OFFICER)
@require_GET
def show_list(request: ActorRequest) -> HttpResponse:
    """Show the dossiers the officer may see, newest first."""
    now, viewer = timezone.now(), request.actor
    form = filter_form(request.GET, request.actor)
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
        "colleagues": colleagues_of(viewer, now) if viewer.may(REASSIGN) else (),
    }
    return render(request, "onestop/list.html", context, status=422 if form.errors else 200)


@access(OFFICER)
@require_GET
def export_list(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole list under the same filters as a file; personal numbers are not in it."""
    now = timezone.now()
    rows = all_rows(request.actor, filter_form(request.GET, request.actor).filters(), now)
    noted = noting(rows, whom=queries.owners_of, purpose=queries.EXPORT, viewer=request.actor, now=now)
    return send_table(kind=kind, name="ho-so", columns=COLUMNS, rows=noted)


COLUMNS = (
    Column[DossierRow](_("Code"), lambda row: row.number, 24),
    Column[DossierRow](_("Procedure"), lambda row: row.title, 48),
    Column[DossierRow](_("Applicant"), lambda row: row.owner, 28),
    Column[DossierRow](_("State"), lambda row: labels.STATES[row.state], 24),
    Column[DossierRow](_("Step"), lambda row: row.step, 28),
    Column[DossierRow](_("Held by"), lambda row: row.holder, 28),
    Column[DossierRow](_("Received at"), lambda row: row.reception, 36),
    Column[DossierRow](_("Decided by"), lambda row: row.competent, 36),
    Column[DossierRow](_("Received on"), lambda row: row.accepted_at),
    Column[DossierRow](_("Due"), lambda row: row.due_at),
    Column[DossierRow](_("Resolved"), lambda row: row.ended_at),
)


def all_rows(viewer: Actor, filters: DossierFilters, now: datetime) -> Iterator[DossierRow]:
    """Read the list to its end, a page at a time."""
    after: int | None = None
    while True:
        rows, after = queries.list_dossiers(viewer=viewer, filters=filters, now=now, after=after, limit=EXPORT_PAGE)
        yield from rows
        if after is None:
            return


def filter_form(given: Mapping[str, str], viewer: Actor) -> DossierFilterForm:
    """Return the filters as the address gives them, with what the viewer may choose from."""
    return DossierFilterForm(
        given,
        packages=queries.list_packages(),
        agencies=agencies_for(viewer, given),
        states=labels.STATES.items(),
        timeliness=labels.TIMELINESS.items(),
        channels=labels.CHANNELS.items(),
        standings=labels.STANDINGS.items(),
    )


def agencies_for(viewer: Actor, given: Mapping[str, str]) -> tuple[AgencyInfo, ...]:
    """Return the agencies to choose from: for those who see only their own, no more than the one asked for."""
    wide = {grant.scope for grant in viewer.grants_for("onestop.dossier.see")} & {Scope.PROVINCE, Scope.SUBTREE}
    found = organizations.list_agencies() if wide or given.get("giai_quyet") else ()
    if Scope.PROVINCE in wide:
        return found
    below = viewer.agency_path if wide else ""
    return tuple(each for each in found if lies_in(each.path, below) or str(each.id) == given.get("giai_quyet"))


def _views(filters: DossierFilters, *, chosen: bool) -> tuple[Option, ...]:
    """Return the views most asked for, as links."""
    alone = DossierFilters(timeliness=filters.timeliness) == filters
    views = [Option(label=str(_("All")), url="?", chosen=not chosen)]
    for name in ("open", "open_late", "due_today", "waiting", "ended"):
        here = alone and filters.timeliness == name
        views.append(Option(label=str(labels.TIMELINESS[name]), url=f"?han={name}", chosen=here))
    return tuple(views)
