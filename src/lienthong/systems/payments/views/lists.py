"""The list of demands, what waits for a person, and the accounts of payees."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, answer_form, number_asked, send_table, shown_on
from lienthong.systems.payments import queries, services
from lienthong.systems.payments.contracts import ACCOUNTS, CORRECT, SEE, Account, DemandRow, DemandState, ReconciledDay
from lienthong.systems.payments.queries import DemandFilters

from ..forms import AccountForm, FilterForm, SettleForm
from .labels import DAYS, LOOKS, STATES, VERDICTS, method_words

VIEWS = {
    "cho-nop": DemandState.WAITING,
    "da-nop": DemandState.PAID,
    "da-huy": DemandState.CANCELLED,
    "da-hoan": DemandState.REFUNDED,
}
LARGEST_ID = 10**8
COLUMNS = (
    Column[DemandRow](gettext_lazy("Number"), lambda row: row.number, 28),
    Column[DemandRow](gettext_lazy("Dossier"), lambda row: row.subject_key, 28),
    Column[DemandRow](gettext_lazy("For"), lambda row: row.title, 48),
    Column[DemandRow](gettext_lazy("Payer"), lambda row: row.payer, 28),
    Column[DemandRow](gettext_lazy("Payee"), lambda row: row.payee, 36),
    Column[DemandRow](gettext_lazy("Amount"), lambda row: row.total),
    Column[DemandRow](gettext_lazy("State"), lambda row: STATES[row.state]),
    Column[DemandRow](gettext_lazy("Way"), lambda row: method_words(row.method)),
    Column[DemandRow](gettext_lazy("Raised"), lambda row: row.created_at),
    Column[DemandRow](gettext_lazy("Paid on"), lambda row: row.paid_at),
)
DAY_COLUMNS = (
    Column[ReconciledDay](gettext_lazy("Day"), lambda row: row.day),
    Column[ReconciledDay](gettext_lazy("Way"), lambda row: method_words(row.provider)),
    Column[ReconciledDay](gettext_lazy("State"), lambda row: DAYS[row.state][0]),
    Column[ReconciledDay](gettext_lazy("Payments of the gateway"), lambda row: row.their_count),
    Column[ReconciledDay](gettext_lazy("Sum of the gateway"), lambda row: row.their_sum),
    Column[ReconciledDay](gettext_lazy("Our payments"), lambda row: row.our_count),
    Column[ReconciledDay](gettext_lazy("Our sum"), lambda row: row.our_sum),
    Column[ReconciledDay](gettext_lazy("Made good"), lambda row: row.healed),
)


@access(SEE)
@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """Show the demands in sight, newest first, with the sum of each state."""
    form, filters = _asked(request)
    after = number_asked(request, "sau", least=0, most=LARGEST_ID, otherwise=0) or None
    rows, cursor = queries.list_demands(viewer=request.actor, filters=filters, after=after)
    sums = queries.sum_by_state(viewer=request.actor, filters=filters)
    context = {
        "form": form,
        "rows": [(row, STATES[row.state], LOOKS[row.state], method_words(row.method)) for row in rows],
        "views": [(name, STATES[state], *sums[state], state == filters.state) for name, state in VIEWS.items()],
        "filters": filters,
        "filtered": filters != DemandFilters(),
        "cursor": cursor,
        "query": request.GET.urlencode(),
        "waiting": len(queries.list_call_backs(viewer=request.actor)),
        "sets_accounts": request.actor.may(ACCOUNTS),
    }
    return render(request, "payments/list.html", context, status=422 if form.errors else 200)


@access(SEE)
@require_safe
def export_list(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole list under the same filters as a file."""
    _form, filters = _asked(request)
    rows = queries.stream_demands(viewer=request.actor, filters=filters)
    return send_table(kind=kind, name="thu-phi", columns=COLUMNS, rows=rows)


@access(SEE)
@require_safe
def show_call_backs(request: ActorRequest) -> HttpResponse:
    """Show what gateways said that was not accepted and that nobody has looked at yet (R-52)."""
    rows = queries.list_call_backs(viewer=request.actor)
    context = {
        "rows": [(row, VERDICTS[row.verdict]) for row in rows],
        "settles": request.actor.may(CORRECT),
        "settles_unknown": request.actor.may(ACCOUNTS),
    }
    return render(request, "payments/call_backs.html", context)


@access(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Say what was done about one of them."""
    row = queries.find_call_back(uuid=uuid, viewer=request.actor)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            services.settle_call_back(
                uuid=uuid, note=form.cleaned_data["note"], actor=request.actor, now=timezone.now()
            )
            return redirect("payments:call-backs")
    return answer_form(request, "payments/settle.html", form, {"row": row, "verdict": VERDICTS[row.verdict]})


@access(ACCOUNTS)
@require_safe
def show_days(request: ActorRequest) -> HttpResponse:
    """Show the last days beside the gateways' lists (R-54)."""
    context = {"rows": [(row, method_words(row.provider), *DAYS[row.state]) for row in _days(request)]}
    return render(request, "payments/days.html", context)


@access(ACCOUNTS)
@require_safe
def export_days(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the days as a file."""
    return send_table(kind=kind, name="doi-soat", columns=DAY_COLUMNS, rows=_days(request))


def _days(request: ActorRequest) -> tuple[ReconciledDay, ...]:
    return queries.list_days(viewer=request.actor)


@access(ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def set_account(request: ActorRequest) -> HttpResponse:
    """Ask for the account of an agency and set it."""
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        account = Account(bank=given["bank"], number=given["number"], name=given["name"])
        with shown_on(form):
            services.set_account(
                agency_code=given["agency"].strip(), account=account, actor=request.actor, now=timezone.now()
            )
            messages.success(request, _("The account is set."))
            return redirect("payments:list")
    return answer_form(request, "payments/account.html", form)


def _asked(request: ActorRequest) -> tuple[FilterForm, DemandFilters]:
    form = FilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    state = VIEWS.get(request.GET.get("xem", ""))
    filters = DemandFilters(
        state=state or "",
        text=given.get("q", "").replace("\0", ""),
        raised_from=given.get("tu"),
        raised_to=given.get("den"),
    )
    return form, filters
