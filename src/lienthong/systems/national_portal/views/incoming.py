"""What the Portal pushed: the list, one act, trying it again and settling it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, answer_form, number_asked, send_table, shown_on
from lienthong.systems.national_portal import queries, services
from lienthong.systems.national_portal.contracts import MANAGE, SEE, ActRow, ActState
from lienthong.systems.national_portal.queries import ActFilters
from lienthong.systems.national_portal.words import ACT_KINDS, ACT_STATES

from ..forms import ActFilterForm, SettleForm

VIEWS = {
    "giu-lai": ActState.KEPT,
    "dang-lam": ActState.WAITING,
    "da-lam": ActState.DONE,
    "da-giai-quyet": ActState.SETTLED,
}
LARGEST_ID = 10**8
COLUMNS = (
    Column[ActRow](gettext_lazy("Code of the Portal"), lambda row: row.portal_code, 28),
    Column[ActRow](gettext_lazy("Number of the act"), lambda row: row.act_id),
    Column[ActRow](gettext_lazy("Kind"), lambda row: ACT_KINDS[row.kind]),
    Column[ActRow](gettext_lazy("Procedure"), lambda row: row.procedure),
    Column[ActRow](gettext_lazy("Agency"), lambda row: row.agency),
    Column[ActRow](gettext_lazy("Applicant"), lambda row: row.applicant, 28),
    Column[ActRow](gettext_lazy("Came"), lambda row: row.received_at),
    Column[ActRow](gettext_lazy("State"), lambda row: ACT_STATES[row.state][0]),
    Column[ActRow](gettext_lazy("Why"), lambda row: row.reason, 60),
    Column[ActRow](gettext_lazy("Became"), lambda row: row.became, 28),
)


@access(SEE)
@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """Show what came, what could not be done first among the views (R-65)."""
    form, filters = _asked(request)
    after = number_asked(request, "sau", least=0, most=LARGEST_ID, otherwise=0) or None
    rows, cursor = queries.list_acts(viewer=request.actor, filters=filters, after=after)
    counts = queries.count_acts(viewer=request.actor)
    context = {
        "form": form,
        "rows": [(row, ACT_KINDS[row.kind], *ACT_STATES[row.state]) for row in rows],
        "views": [(name, ACT_STATES[each][0], counts[each], each == filters.state) for name, each in VIEWS.items()],
        "all": sum(counts.values()),
        "state": filters.state,
        "chosen": next((name for name, each in VIEWS.items() if each == filters.state), ""),
        "filtered": filters != ActFilters(),
        "cursor": cursor,
        "query": request.GET.urlencode(),
    }
    return render(request, "national_portal/incoming.html", context)


@access(SEE)
@require_safe
def export_list(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole list under the same filters as a file."""
    rows = queries.stream_acts(viewer=request.actor, filters=_asked(request)[1])
    return send_table(kind=kind, name="cong-quoc-gia-chuyen-den", columns=COLUMNS, rows=rows)


@access(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def show_act(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show one act with what it brought; what was kept is settled here by saying what was done."""
    found = queries.get_act(uuid=uuid, viewer=request.actor)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            services.settle_act(uuid=uuid, reason=form.cleaned_data["reason"], actor=request.actor, now=timezone.now())
            messages.success(request, _("It is settled."))
            return redirect("national_portal:act", uuid)
    state, look = ACT_STATES[found.row.state]
    context = {
        "found": found,
        "row": found.row,
        "kind": ACT_KINDS[found.row.kind],
        "state": state,
        "look": look,
        "decides": found.may_decide and found.row.state is ActState.KEPT,
    }
    return answer_form(request, "national_portal/act.html", form, context)


@access(MANAGE)
@require_POST
def try_again(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Let a kept act be done once more."""
    services.try_act_again(uuid=uuid, actor=request.actor, now=timezone.now())
    messages.success(request, _("It is tried again; look here in a moment."))
    return redirect("national_portal:act", uuid)


def _asked(request: ActorRequest) -> tuple[ActFilterForm, ActFilters]:
    form = ActFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    state = VIEWS.get(request.GET.get("xem", ""), "")
    return form, ActFilters(state=state, kind=given.get("loai", ""), text=given.get("q", "").replace("\0", ""))
