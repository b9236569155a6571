"""A plan as a map from old to new."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.organizations import queries
from lienthong.kernel.organizations.policy import MANAGE
from lienthong.kernel.organizations.queries import MapEntry, Origin
from lienthong.kernel.organizations.words import ACT
from lienthong.kernel.ui.services import Column, page_asked, send_table, words_asked

PAGE = 20
Pair = tuple[MapEntry, Origin]
COLUMNS = (
    Column[Pair](_("Code of the former agency"), lambda pair: pair[1].code, 18),
    Column[Pair](_("Former agency"), lambda pair: pair[1].name, 40),
    Column[Pair](_("What happens"), lambda pair: str(ACT[pair[1].kind]), 16),
    Column[Pair](_("Share"), lambda pair: pair[1].share, 40),
    Column[Pair](_("Code of the new agency"), lambda pair: pair[0].code, 18),
    Column[Pair](_("New agency"), lambda pair: pair[0].name, 40),
)


@access(MANAGE)
@require_safe
def plan_map(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Show which agencies a plan makes of which, twenty new ones a page."""
    plan = queries.get_plan(plan_id=plan_id, viewer=request.actor)
    text, page = words_asked(request), page_asked(request)
    entries, number = queries.plan_map(plan_id=plan_id, viewer=request.actor, text=text, page=page)
    context = {
        "plan": plan,
        "entries": entries,
        "number": number,
        "text": text,
        "page_number": page,
        "more": number > page * PAGE,
    }
    return render(request, "organizations/plan_map.html", context)


@access(MANAGE)
@require_safe
def export_map(request: ActorRequest, plan_id: int, kind: str) -> HttpResponseBase:
    """Send the map of a plan as a list."""
    rows = queries.export_map(plan_id=plan_id, viewer=request.actor)
    return send_table(kind=kind, name="sap-xep", columns=COLUMNS, rows=rows)
