"""The one list of work an officer has, over all systems."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.audit.services import noting
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.processes.contracts import (
    InboxCounts,
    InboxFilters,
    InboxView,
    Outcome,
    StepCount,
    WorkItemInfo,
)
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import Column, send_table
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.queries.work import WorkPage, whole_work, work_page

VIEWS = {
    "cua-toi": InboxView.MINE,
    "cho-nhan": InboxView.UNIT,
    "tat-ca": InboxView.ALL,
    "cho-nguoi-dan": InboxView.WAITING,
}
NAMES = {view: name for name, view in VIEWS.items()}
# What these outcomes end with must be told to somebody in words, so they are done one by one.
NEEDS_WORDS = frozenset({"refuse", "return", "propose-refusal"})
PARAMETERS = ("xem", "he", "buoc", "q")


@dataclass(frozen=True)
class Menu:
    """A filter chip: `open` is the address that shows its choices, `clear` the one that takes the chosen one away."""

    label: str
    options: tuple[Option, ...]
    chosen: str
    clear: str
    open: str
    is_open: bool


@access(OFFICER)
@require_GET
def show_inbox(request: ActorRequest) -> HttpResponse:
    """Show the officer's work by due date; view, filters and place in the list are in the address."""
    now, viewer = timezone.now(), request.actor
    filters, asked = _filters(request), VIEWS.get(request.GET.get("xem", ""))
    page = work_page(viewer=viewer, view=asked, filters=filters, now=now, after=request.GET.get("sau", ""))
    return render(
        request,
        "onestop/inbox.html",
        {
            "now": now,
            "work": page,
            "view": page.view,
            "options": _views(request, page.view, page.counts),
            "menus": _menus(request, page.steps),
            "outcomes": _outcomes(page),
            "colleagues": colleagues_of(viewer, now),
            "tickable": any(not line.item.is_errand for group in page.groups for line in group.lines),
            "claimable": any(
                line.item.assignee_id is None and not line.item.is_errand
                for group in page.groups
                for line in group.lines
            ),
            "export": address(request, xem=NAMES[page.view], loc=""),
            "more": address(request, sau=page.next_cursor) if page.next_cursor else "",
            "filtered": bool(filters.system or filters.step_key or filters.text),
            "kept": [(name, request.GET[name]) for name in PARAMETERS[:3] if request.GET.get(name)],
            "q": filters.text,
        },
    )


@access(OFFICER)
@require_GET
def export_inbox(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole list under the same view and filters as a file."""
    view = VIEWS.get(request.GET.get("xem", ""), InboxView.MINE)
    rows = whole_work(viewer=request.actor, view=view, filters=_filters(request))
    noted = noting(rows, whom=_applicants, purpose=queries.EXPORT, viewer=request.actor, now=timezone.now())
    return send_table(kind=kind, name="viec-can-lam", columns=COLUMNS, rows=noted)


def _applicants(items: list[WorkItemInfo]) -> Iterable[tuple[int, str]]:
    return queries.owners_of_work((item.subject_type, item.subject_key) for item in items)


COLUMNS = (
    Column[WorkItemInfo](gettext_lazy("Code"), lambda item: item.subject_key, 24),
    Column[WorkItemInfo](gettext_lazy("Work"), lambda item: item.title, 60),
    Column[WorkItemInfo](gettext_lazy("Step"), lambda item: item.step_name, 30),
    Column[WorkItemInfo](gettext_lazy("Agency"), lambda item: item.agency_name, 36),
    Column[WorkItemInfo](gettext_lazy("Held by"), lambda item: item.assignee_name, 26),
    Column[WorkItemInfo](gettext_lazy("Since"), lambda item: item.opened_at),
    Column[WorkItemInfo](gettext_lazy("Due"), lambda item: item.due_at),
    Column[WorkItemInfo](gettext_lazy("Paused since"), lambda item: item.paused_at),
)


def colleagues_of(viewer: Actor, now: datetime) -> tuple[tuple[int, str], ...]:
    """Return the officers of the viewer's agency to whom work may be given, by name. One statement at most."""
    if viewer.agency_id is None:
        return ()
    today = timezone.localdate(now)
    seats = organizations.appointments_in(agency_id=viewer.agency_id, at=today, edition=viewer.edition)
    people = {seat.user_id: seat.user_name for seat in seats if seat.user_id != viewer.user_id}
    return tuple(sorted(people.items(), key=lambda each: each[1]))


def _filters(request: HttpRequest) -> InboxFilters:
    given = request.GET
    return InboxFilters(system=given.get("he", ""), step_key=given.get("buoc", ""), text=given.get("q", "").strip())


def address(request: HttpRequest, **changes: str) -> str:
    """Return this page's address with some parameters changed; empty ones and the place in the list are left out."""
    query = request.GET.copy()
    query.pop("sau", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def _views(request: HttpRequest, view: InboxView, counts: InboxCounts) -> tuple[Option, ...]:
    labels = {
        "cua-toi": (_("Mine"), counts.mine),
        "cho-nhan": (_("To be taken"), counts.unit),
        "tat-ca": (_("All my work"), counts.all),
        "cho-nguoi-dan": (_("Waiting for the citizen"), counts.waiting),
    }
    return tuple(
        Option(label=label, url=address(request, xem=name), chosen=VIEWS[name] is view, count=count)
        for name, (label, count) in labels.items()
    )


def _menus(request: HttpRequest, facets: tuple[StepCount, ...]) -> tuple[Menu, ...]:
    """Return the filters that have something to choose from."""
    systems = {"onestop": _("One-stop shop")}
    found = dict.fromkeys(facet.system for facet in facets)
    steps = {facet.key: facet for facet in facets}
    packages = {package.spec.short_title: package.spec.short_title for package in queries.list_packages()}
    menus = (
        _menu(request, _("System"), "he", {name: (systems.get(name, name), None) for name in found}),
        _menu(request, _("Procedure"), "q", {name: (label, None) for name, label in packages.items()}),
        _menu(request, _("Step"), "buoc", {key: (facet.name, facet.count) for key, facet in steps.items()}),
    )
    return tuple(menu for menu in menus if len(menu.options) > 1 or menu.chosen)


def _menu(request: HttpRequest, label: str, name: str, choices: dict[str, tuple[str, int | None]]) -> Menu:
    value = request.GET.get(name, "")
    options = tuple(
        Option(label=said, url=address(request, loc="", **{name: key}), chosen=key == value, count=count)
        for key, (said, count) in choices.items()
    )
    chosen = next((option.label for option in options if option.chosen), "")
    is_open = request.GET.get("loc") == name
    return Menu(
        label=label,
        options=options,
        chosen=chosen,
        clear=address(request, **{name: ""}),
        open=address(request, loc="" if is_open else name),
        is_open=is_open and not chosen,
    )


def _outcomes(page: WorkPage) -> tuple[Outcome, ...]:
    """Return the outcomes that ticked lines may be finished with together, the most frequent first."""
    found: dict[str, list[Outcome]] = {}
    for group in page.groups:
        for line in group.lines:
            for outcome in line.item.outcomes:
                if outcome.code not in NEEDS_WORDS and line.item.paused_at is None:
                    found.setdefault(outcome.code, []).append(outcome)
    ordered = sorted(found.values(), key=len, reverse=True)
    return tuple(same[0] for same in ordered[:3])
