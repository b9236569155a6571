"""What messages cost, and budgets."""

from django.contrib import messages as notices
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.contracts import NotPermitted
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, answer_form, send_table, shown_on

from .. import queries, services
from ..contracts import MANAGE, SEE
from ..forms import BudgetForm
from ..queries.costs import SpendingRow
from ..words import channel_words

COLUMNS = (
    Column[SpendingRow](gettext_lazy("Month"), lambda row: f"{row.month:%m/%Y}", 10),
    Column[SpendingRow](gettext_lazy("Agency"), lambda row: row.agency_name, 40),
    Column[SpendingRow](gettext_lazy("Channel"), lambda row: channel_words(row.channel), 14),
    Column[SpendingRow](gettext_lazy("Messages"), lambda row: row.messages, 12),
    Column[SpendingRow](gettext_lazy("Parts"), lambda row: row.parts, 12),
    Column[SpendingRow](gettext_lazy("Cost (đồng)"), lambda row: row.amount, 16),
)


@access(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def costs(request: ActorRequest) -> HttpResponse:
    """Show what was spent by month, agency and channel, and set a budget."""
    form = BudgetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not request.actor.may(MANAGE):
        raise NotPermitted(_("Only those who look after messages may do this."))
    if form.is_valid():
        with shown_on(form):
            services.save_budget(**form.cleaned_data, actor=request.actor, now=timezone.now())
            notices.success(request, _("The budget counts from now on."))
            return redirect("notifications:costs")
    context = {
        "rows": queries.list_spending(viewer=request.actor),
        "budgets": queries.list_budgets(viewer=request.actor, now=timezone.now()),
        "spent": queries.spent_this_month(viewer=request.actor, now=timezone.now()),
        "may_manage": request.actor.may(MANAGE),
    }
    return answer_form(request, "notifications/costs.html", form, context)


@access(SEE)
@require_safe
def export_costs(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send what was spent as a file."""
    rows = queries.list_spending(viewer=request.actor)
    return send_table(kind=kind, name="chi-phi-tin-nhan", columns=COLUMNS, rows=rows)
