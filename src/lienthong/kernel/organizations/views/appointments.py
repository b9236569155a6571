"""Appointing officers and ending appointments."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.extensions import role_labels
from lienthong.kernel.organizations.forms import ActingForm, AppointForm, EndForm
from lienthong.kernel.organizations.policy import MANAGE
from lienthong.kernel.ui.services import answer_form, shown_on


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: ActorRequest, code: str) -> HttpResponse:
    """Appoint an officer in an agency."""
    shown = queries.agency_page(code=code, viewer=request.actor, at=timezone.localdate())
    form = AppointForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": timezone.localdate()},
        positions=queries.list_positions(),
        units=[(unit.code, unit.name) for unit in shown.below if unit.kind is AgencyKind.UNIT],
        roles=sorted(role_labels().items(), key=lambda each: each[1]),
    )
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            services.appoint_officer(
                agency_code=shown.agency.code,
                username=given["username"],
                position_code=given["position"],
                unit_code=given["unit"],
                roles=given["roles"],
                valid_from=given["valid_from"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The officer is appointed."))
            return redirect("agency", shown.agency.code)
    return answer_form(request, "organizations/appoint.html", form, {"shown": shown})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, code: str, appointment_id: int) -> HttpResponse:
    """End an appointment in an agency."""
    today = timezone.localdate()
    shown = queries.agency_page(code=code, viewer=request.actor, at=today)
    held = queries.get_appointment(appointment_id=appointment_id, agency_code=shown.agency.code, at=today)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": today})
    if form.is_valid():
        with shown_on(form):
            services.end_appointment(
                appointment_id=held.id,
                agency_code=shown.agency.code,
                last_day=form.cleaned_data["last_day"],
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The end of the appointment is written down."))
            return redirect("agency", shown.agency.code)
    return answer_form(request, "organizations/end.html", form, {"shown": shown, "held": held})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def acting(request: ActorRequest, code: str) -> HttpResponse:
    """Put an officer at a vacant seat for the time being."""
    shown = queries.agency_page(code=code, viewer=request.actor, at=timezone.localdate())
    form = ActingForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": timezone.localdate()},
        positions=queries.list_positions(),
        roles=sorted(role_labels().items(), key=lambda each: each[1]),
    )
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            services.appoint_acting(
                agency_code=shown.agency.code,
                username=given["username"],
                position_code=given["position"],
                roles=given["roles"],
                valid_from=given["valid_from"],
                valid_to=given["valid_to"],
                decision=given["decision"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The officer fills the seat for the time being."))
            return redirect("agency", shown.agency.code)
    return answer_form(request, "organizations/acting.html", form, {"shown": shown})
