"""The slips given at the counter instead of accepting: one slip, and the list of them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.contracts import Option
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.contracts import IntakeKind
from lienthong.systems.onestop.queries import IntakeDetail, IntakeFilters

from ..forms.intake import SlipFilterForm
from .desk_state import party_token
from .labels import INTAKE_KINDS

SEE, ACCEPT = "onestop.dossier.see", "onestop.dossier.accept"
# In addresses, the kinds go by the numbers that everybody at a counter knows.
BY_FORM = {"02": IntakeKind.COMPLETION, "03": IntakeKind.REFUSAL}


@dataclass(frozen=True)
class LackingItem:
    """One thing form 02 asks for: the paper by its name, what is asked of it."""

    name: str
    request: str


@access(SEE)
@require_safe
def show_slip(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show one slip: what it says, to print it, and to go on with it when the applicant returns."""
    slip = queries.get_intake_slip(uuid=uuid, viewer=request.actor)
    context: dict[str, Any] = {
        "slip": slip,
        "kind": INTAKE_KINDS[slip.row.kind],
        "lacking": _lacking(slip),
        "go_on": _go_on(slip) if slip.row.is_open and slip.procedure_code and request.actor.may(ACCEPT) else "",
    }
    return render(request, "onestop/slip.html", context)


@access(SEE)
@require_safe
def list_slips(request: ActorRequest) -> HttpResponse:
    """List the slips of the counter, newest first, by kind, applicant and day."""
    form = SlipFilterForm(request.GET)
    kind = BY_FORM.get(request.GET.get("mau", ""))
    given = form.cleaned_data if form.is_valid() else {}
    filters = IntakeFilters(
        kind=kind or "",
        text=given.get("q", ""),
        given_from=given.get("tu"),
        given_to=given.get("den"),
        only_open=given.get("con", False),
    )
    after = request.GET.get("sau", "")
    rows, cursor = queries.list_intake_slips(
        viewer=request.actor, filters=filters, after=int(after[:18]) if after.isascii() and after.isdigit() else None
    )
    counts = queries.count_intake_slips(viewer=request.actor, filters=filters)
    context = {
        "form": form,
        "rows": [(row, INTAKE_KINDS[row.kind]) for row in rows],
        "cursor": cursor,
        "options": _options(request.GET, kind, counts),
        "filtered": any(given.values()) or kind is not None,
        "chosen": kind,
    }
    return render(request, "onestop/slips.html", context)


def _options(asked: QueryDict, chosen: IntakeKind | None, counts: dict[IntakeKind, int]) -> tuple[Option, ...]:
    """Return the views of the list, each with its count under the other filters."""

    def option(number: str, label: str, count: int, *, is_chosen: bool) -> Option:
        query = asked.copy()
        for name in ("mau", "sau"):
            query.pop(name, None)
        if number:
            query["mau"] = number
        return Option(label=label, url=f"?{query.urlencode()}", chosen=is_chosen, count=count)

    whole = option("", _("All slips"), sum(counts.values()), is_chosen=chosen is None)
    each = (
        option(number, str(INTAKE_KINDS[kind]), counts[kind], is_chosen=chosen is kind)
        for number, kind in BY_FORM.items()
    )
    return (whole, *each)


def _lacking(slip: IntakeDetail) -> list[LackingItem]:
    """Return the items with the papers by their names, as they are called today."""
    names: dict[str, str] = {}
    if slip.procedure_code:
        packages = (each for each in queries.list_packages() if each.spec.code == slip.procedure_code)
        names = {paper.code: paper.name for each in packages for case in each.spec.cases for paper in case.papers}
    return [
        LackingItem(
            names.get(item["paper"], item["paper"]) or item["content"], item["content"] if item["paper"] else ""
        )
        for item in slip.items
    ]


def _go_on(slip: IntakeDetail) -> str:
    """Return the address of the desk with everything the slip kept."""
    query = {"nguoi": party_token(slip.submitter_id), "thutuc": slip.procedure_code, "truonghop": slip.case_code}
    if slip.owner_id != slip.submitter_id:
        query |= {"thay": "1", "chu": party_token(slip.owner_id)}
    query |= {"phieu": str(slip.row.uuid), "ban": uuid4().hex}
    return f"{reverse('onestop:counter')}?{urlencode(query)}"
