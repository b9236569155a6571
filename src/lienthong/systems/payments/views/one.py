"""One demand: what is asked for, how to pay it, what came, and what may be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit import queries as history
from lienthong.kernel.ui.services import answer_form, qr_svg, shown_on
from lienthong.systems.payments import queries, services
from lienthong.systems.payments.contracts import SEE, SUBJECT_TYPE, Bill, DemandState, Reduction, Verdict
from lienthong.systems.payments.extensions import ways
from lienthong.systems.payments.queries import DemandDetail

from ..forms import CancelForm, MoneyForm, ReduceForm, RefundForm
from .labels import KINDS, LOOKS, STATES, VERDICTS, method_words

Do = Callable[[DemandDetail, dict[str, Any], ActorRequest, datetime], str]


@dataclass(frozen=True)
class Kind:
    """An act as the page offers it."""

    act: str
    form: type[forms.Form]
    do: Do
    label: str | Promise
    said: str | Promise
    danger: bool = False


def _take(demand: DemandDetail, given: dict[str, Any], request: ActorRequest, now: datetime) -> str:
    services.take_money(number=demand.row.number, actor=request.actor, now=now, **given)
    return demand.row.number


def _cancel(demand: DemandDetail, given: dict[str, Any], request: ActorRequest, now: datetime) -> str:
    services.cancel_demand(number=demand.row.number, actor=request.actor, now=now, **given)
    return demand.row.number


def _refund(demand: DemandDetail, given: dict[str, Any], request: ActorRequest, now: datetime) -> str:
    services.refund_fee(number=demand.row.number, actor=request.actor, now=now, **given)
    return demand.row.number


def _reduce(demand: DemandDetail, given: dict[str, Any], request: ActorRequest, now: datetime) -> str:
    return services.replace_demand(
        number=demand.row.number,
        reason=given["ground"],
        reductions=(*demand.reductions, Reduction(**given)),
        actor=request.actor,
        now=now,
    )


CANCEL = "payments.fee.cancel"
KINDS_OF_ACT: dict[str, Kind] = {
    "thu": Kind(
        "payments.fee.take",
        MoneyForm,
        _take,
        gettext_lazy("Take the money"),
        gettext_lazy("The money is recorded."),
    ),
    "mien-giam": Kind(
        CANCEL,
        ReduceForm,
        _reduce,
        gettext_lazy("Exempt or reduce"),
        gettext_lazy("The demand is replaced by this one."),
    ),
    "huy": Kind(
        CANCEL,
        CancelForm,
        _cancel,
        gettext_lazy("Cancel the demand"),
        gettext_lazy("The demand is cancelled."),
        danger=True,
    ),
    "hoan": Kind(
        "payments.fee.refund",
        RefundForm,
        _refund,
        gettext_lazy("Refund"),
        gettext_lazy("The refund is recorded."),
        danger=True,
    ),
}


@access(SEE)
@require_safe
def show_demand(request: ActorRequest, number: str) -> HttpResponse:
    """Show one demand, how to pay it while it waits, and what was done."""
    demand = queries.get_demand(number=number, viewer=request.actor)
    offered = {each.name for each in demand.acts}
    bill = queries.get_bill(number=number, viewer=request.actor)
    waiting = demand.row.state is DemandState.WAITING
    context = {
        "demand": demand,
        "row": demand.row,
        "state": STATES[demand.row.state],
        "look": LOOKS[demand.row.state],
        "method": method_words(demand.row.method),
        "lines": [(line, KINDS[line.kind]) for line in demand.lines],
        "acts": [(slug, kind) for slug, kind in KINDS_OF_ACT.items() if kind.act in offered],
        "movements": [(each, method_words(each.method)) for each in demand.movements],
        "call_backs": [(each, VERDICTS[each.verdict]) for each in demand.call_backs],
        "history": history.list_history(subject_type=SUBJECT_TYPE, subject_key=number),
        "pay_url": request.build_absolute_uri(reverse("payments:pay", args=[demand.row.reference])),
        "offers": offers_of(request, bill) if waiting else (),
        "waiting": waiting,
    }
    return render(request, "payments/demand.html", context)


@access(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def do_act(request: ActorRequest, number: str, act: str) -> HttpResponse:
    """Ask what an act needs, and do it."""
    kind = KINDS_OF_ACT.get(act)
    if kind is None:
        raise Http404
    demand = queries.get_demand(number=number, viewer=request.actor)
    form = kind.form(request.POST if request.method == "POST" else None, initial=_initial(demand, act))
    if form.is_valid():
        with shown_on(form):
            there = kind.do(demand, form.cleaned_data, request, timezone.now())
            messages.success(request, str(kind.said))
            return redirect("payments:demand", there)
    return answer_form(request, "payments/act.html", form, {"row": demand.row, "kind": kind})


@access(SEE)
@require_POST
def ask(request: ActorRequest, number: str) -> HttpResponse:
    """Ask the gateway how the demand stands (R-53)."""
    verdict = services.ask_gateway(number=number, actor=request.actor, now=timezone.now())
    if verdict is Verdict.ACCEPTED:
        messages.success(request, _("The gateway says that it is paid."))
    else:
        messages.info(request, _("The gateway answered: %(verdict)s.") % {"verdict": VERDICTS[verdict]})
    return redirect("payments:demand", number)


def offers_of(request: ActorRequest, bill: Bill) -> list[tuple[Any, Any, str]]:
    """Return the ways in which a payer can pay by themselves, each with the picture of its code."""
    back = request.build_absolute_uri(reverse("payments:pay", args=[bill.reference]))
    found = [(way, way.offer(bill, return_url=back)) for way in ways()]
    drawn = [
        (way, offer, qr_svg(offer.qr, quiet_zone=True) if offer.qr else "") for way, offer in found if offer is not None
    ]
    return [(way, offer, mark_safe(svg)) for way, offer, svg in drawn]  # noqa: S308  drawn by us from figures and letters


def _initial(demand: DemandDetail, act: str) -> dict[str, Any]:
    return {"amount": demand.most_refund} if act == "hoan" else {}
