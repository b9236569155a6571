"""What an officer lets others do, and does for others."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import Capacity
from lienthong.kernel.organizations.forms import DelegateForm, TakeBackForm
from lienthong.kernel.ui.services import answer_form, shown_on

A_WEEK = timedelta(days=6)


@access(OFFICER)
@require_safe
def delegations(request: ActorRequest) -> HttpResponse:
    """Show one's seats, and who acts in them or in whose one acts."""
    today = timezone.localdate()
    context = {
        "seats": queries.delegable_seats(viewer=request.actor, at=today),
        "running": queries.list_delegations(viewer=request.actor, at=today),
        "ended": queries.list_delegations(viewer=request.actor, at=today, ended=True),
        "today": today,
    }
    return render(request, "organizations/delegations.html", context)


@access(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: ActorRequest, appointment_id: int) -> HttpResponse:
    """Let another officer act in one's seat for a time."""
    today = timezone.localdate()
    seats = queries.delegable_seats(viewer=request.actor, at=today)
    seat = next((each for each in seats if each.appointment_id == appointment_id), None)
    if seat is None:
        raise NotFound(_("There is no such seat."))
    form = DelegateForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": today, "valid_to": today + A_WEEK, "roles": [code for code, _label in seat.roles]},
        roles=seat.roles,
    )
    if form.is_valid():
        given = form.cleaned_data
        draft = services.DelegationDraft(**given | {"capacity": Capacity(given["capacity"])})
        with shown_on(form):
            services.delegate(appointment_id=appointment_id, draft=draft, actor=request.actor, now=timezone.now())
            messages.success(request, _("The officer acts in your seat in that time."))
            return redirect("delegations")
    return answer_form(request, "organizations/delegate.html", form, {"seat": seat})


@access(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: ActorRequest, delegation_id: int) -> HttpResponse:
    """Take back what an officer does in a seat."""
    shown = queries.get_delegation(delegation_id=delegation_id, viewer=request.actor)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            services.end_delegation(
                delegation_id=shown.id,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The delegation is taken back."))
            return redirect("delegations")
    return answer_form(request, "organizations/take_back.html", form, {"shown": shown})
