"""The list of dossiers on their way between agencies, and giving and taking them (R-18, R-19)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import DomainError, Invalid, Picked
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.services import noting
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import Column, page_asked, pages_beside, send_table
from lienthong.systems.onestop import printing, queries, services
from lienthong.systems.onestop.queries import HandOverFilters, HandOverRow, HandOverView

from ..forms.hand_overs import LONGEST_NUMBER, FilterForm, RefusalForm
from .inbox import address
from .labels import PASSINGS
from .printing_views import pdf_of

WORK = "onestop.dossier.work"
VIEWS = {"cho-giao": HandOverView.TO_GIVE, "cho-nhan": HandOverView.TO_TAKE, "nhat-ky": HandOverView.LOG}
# What the buttons of the list do with the ticked lines, and where one reads what became of them.
ACTS = {
    "giao": ("onestop.hand_over.give", "nhat-ky"),
    "nhan": ("onestop.hand_over.take", "cho-nhan"),
    "lay-lai": ("onestop.hand_over.take_back", "nhat-ky"),
}
COLUMNS = (
    Column[HandOverRow](gettext_lazy("Code"), lambda row: row.dossier, 24),
    Column[HandOverRow](gettext_lazy("Procedure"), lambda row: row.title, 48),
    Column[HandOverRow](gettext_lazy("Applicant"), lambda row: row.owner, 28),
    Column[HandOverRow](gettext_lazy("Giving agency"), lambda row: row.giving, 36),
    Column[HandOverRow](gettext_lazy("Taking agency"), lambda row: row.taking, 36),
    Column[HandOverRow](gettext_lazy("On paper"), lambda row: _("yes") if row.on_paper else _("no")),
    Column[HandOverRow](gettext_lazy("State"), lambda row: str(PASSINGS[row.state])),
    Column[HandOverRow](gettext_lazy("To be given by"), lambda row: row.due_at),
    Column[HandOverRow](gettext_lazy("Handed over at"), lambda row: row.given_at),
    Column[HandOverRow](gettext_lazy("Officer who gave"), lambda row: row.giver, 28),
    Column[HandOverRow](gettext_lazy("Taken at"), lambda row: row.taken_at),
    Column[HandOverRow](gettext_lazy("Officer who took"), lambda row: row.taker, 28),
    Column[HandOverRow](gettext_lazy("Late"), lambda row: _("yes") if row.is_late else _("no")),
)


@access(WORK)
@require_GET
def show_hand_overs(request: ActorRequest) -> HttpResponse:
    """Show what waits to be given, what is to be taken, or all that was given."""
    now, page = timezone.now(), page_asked(request)
    form, view, filters = _asked(request)
    rows, more = queries.list_hand_overs(viewer=request.actor, view=view, filters=filters, now=now, page=page)
    beside = pages_beside(page, more=more)
    counts = queries.count_hand_overs(viewer=request.actor, now=now)
    context = {
        "now": now,
        "form": form,
        "rows": [(row, PASSINGS[row.state]) for row in rows],
        "view": next(name for name, each in VIEWS.items() if each is view),
        "options": _options(request, view, counts),
        "late": counts["late"],
        "mine": request.actor.agency_id,
        "filtered": filters != HandOverFilters(),
        "next": address(request, trang=str(beside["after"])) if beside["after"] else "",
        "previous": address(request, trang=str(beside["before"])) if beside["before"] else "",
        "export": address(request),
    }
    return render(request, "onestop/hand_overs.html", context)


@access(WORK)
@require_GET
def export_hand_overs(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole view under the same filters as a file."""
    now = timezone.now()
    _form, view, filters = _asked(request)
    rows = queries.all_hand_overs(viewer=request.actor, view=view, filters=filters, now=now)
    noted = noting(rows, whom=_owners_of, purpose=queries.EXPORT, viewer=request.actor, now=now)
    return send_table(kind=kind, name="giao-nhan", columns=COLUMNS, rows=noted)


@access(WORK)
@require_POST
def do_hand_overs(request: ActorRequest) -> HttpResponse:
    """Give, take or take back: one line at once, the ticked ones by a dry run and the page of the run."""
    verb, _colon, one = request.POST.get("viec", "").partition(":")
    if verb not in ACTS:
        messages.error(request, _("Say what to do with the chosen lines."))
        return redirect("onestop:hand-overs")
    name, view = ACTS[verb]
    if one:
        return _do_one(request, verb, one)
    inputs = {"slip": str(uuid4())} if verb == "giao" else {}
    back = f"{reverse('onestop:hand-overs')}?xem={view}"
    try:
        uuid = acts.propose_bulk(
            act=name,
            picked=[Picked(number) for number in dict.fromkeys(request.POST.getlist("chon"))],
            inputs=inputs,
            actor=request.actor,
            now=timezone.now(),
            back=back,
        )
    except Invalid as refused:
        messages.error(request, refused.message)
        return redirect("onestop:hand-overs")
    return redirect("bulk_run", uuid=uuid)


@access(WORK)
@require_POST
def refuse(request: ActorRequest) -> HttpResponse:
    """Refuse to take one dossier, with the reason; it waits at its giver again."""
    form = RefusalForm(request.POST)
    back = f"{reverse('onestop:hand-overs')}?xem=cho-nhan"
    if not form.is_valid():
        messages.error(request, _("Say why the dossier is not taken."))
        return redirect(back)
    try:
        services.refuse_hand_over(**form.cleaned_data, actor=request.actor, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Not taken; who gave it is told."))
    return redirect(back)


@access(WORK)
@require_GET
def print_slip(request: ActorRequest, slip: UUID) -> HttpResponse:
    """Print what was given together to one agency on one slip."""
    now = timezone.now()
    lines = queries.slip_lines(slip=slip, viewer=request.actor, now=now)
    context = printing.hand_over_slip_context(lines, now=now)
    return pdf_of("hand-over-slip", context, f"giao-nhan-{slip}.pdf", lines[0].from_id)


def _do_one(request: ActorRequest, verb: str, number: str) -> HttpResponse:
    run: Any = {"giao": services.hand_over, "nhan": services.take_hand_over, "lay-lai": services.take_back}[verb]
    said = {"giao": _("The dossier is given"), "nhan": _("The dossier is taken"), "lay-lai": _("Taken back")}[verb]
    inputs = {"slip": uuid4()} if verb == "giao" else {}
    try:
        run(number=number[:LONGEST_NUMBER], actor=request.actor, now=timezone.now(), **inputs)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
    return redirect(f"{reverse('onestop:hand-overs')}?xem={request.POST.get('xem', '')[:20]}")


def _asked(request: ActorRequest) -> tuple[FilterForm, HandOverView, HandOverFilters]:
    """Read view and filters from the address; what cannot be read narrows nothing."""
    form = FilterForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    filters = HandOverFilters(text=given.get("q", "").strip(), only_late=given.get("tre", False))
    return form, VIEWS.get(request.GET.get("xem", ""), HandOverView.TO_GIVE), filters


def _options(request: ActorRequest, view: HandOverView, counts: dict[str, int]) -> tuple[Option, ...]:
    labels = {
        "cho-giao": (_("To give"), counts["to_give"]),
        "cho-nhan": (_("To take"), counts["to_take"]),
        "nhat-ky": (_("Given so far"), None),
    }
    return tuple(
        Option(label=label, url=address(request, xem=name, trang=""), chosen=VIEWS[name] is view, count=count)
        for name, (label, count) in labels.items()
    )


def _owners_of(rows: Iterable[HandOverRow]) -> Iterable[tuple[int, str]]:
    return ((row.owner_id, row.dossier) for row in rows)
