"""The agencies of the province, one agency, and changing its details."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.forms import AgencyForm, FoundForm
from lienthong.kernel.organizations.policy import MANAGE, SEE
from lienthong.kernel.organizations.words import kinds_below
from lienthong.kernel.ui.services import answer_form, day_asked, shown_on, words_asked


@access(SEE)
@require_safe
def directory(request: ActorRequest) -> HttpResponse:
    """List the agencies by kind, with those that ended apart."""
    text = words_asked(request)
    asked = request.GET.get("loai", "")
    kind = AgencyKind(asked) if asked in set(AgencyKind) else None
    found = queries.browse_agencies(viewer=request.actor, at=timezone.localdate(), text=text, kind=kind)
    return render(
        request,
        "organizations/directory.html",
        {"found": found, "text": text, "kind": kind, "may_manage": request.actor.may(MANAGE)},
    )


@access(SEE)
@require_safe
def agency(request: ActorRequest, code: str) -> HttpResponse:
    """Show one agency as it is, or as it was on a day: facts, units, officers, past, hours, history."""
    today = timezone.localdate()
    day, is_no_day = day_asked(request)
    shown = queries.agency_page(code=code, viewer=request.actor, at=day)
    past = queries.agency_past(shown=shown, at=today)
    context = {
        "shown": shown,
        "today": today,
        "day": day,
        "is_no_day": is_no_day,
        "past": past,
        "name": past.name_on(day) or shown.agency.name,
        "week": queries.working_week(calendar_id=shown.agency.calendar_id, at=today),
        "history": list_history(
            subject_type="organizations.agency", subject_key=shown.agency.code, limit=20, newest_first=True
        ),
    }
    return render(request, "organizations/agency.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, code: str) -> HttpResponse:
    """Change the name, address or telephone of an agency."""
    shown = queries.agency_page(code=code, viewer=request.actor, at=timezone.localdate())
    before = {"version": shown.version, "name": shown.agency.name} | {
        "address": shown.agency.address,
        "phone": shown.agency.phone,
    }
    form = AgencyForm(request.POST) if request.method == "POST" else AgencyForm(initial=before)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            services.change_agency(
                code=shown.agency.code,
                expected_version=given["version"],
                name=given["name"],
                address=given["address"],
                phone=given["phone"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The details are changed."))
            return redirect("agency", shown.agency.code)
    return answer_form(request, "organizations/change.html", form, {"shown": shown})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: ActorRequest, code: str) -> HttpResponse:
    """Found an agency or a unit below another."""
    shown = queries.agency_page(code=code, viewer=request.actor, at=timezone.localdate())
    form = FoundForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": timezone.localdate(), "code": f"{shown.agency.code}."},
        kinds=kinds_below(shown.agency.kind),
    )
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            made = services.establish_agency(
                parent_code=shown.agency.code,
                code=given["code"],
                name=given["name"],
                short_name=given["short_name"],
                kind=AgencyKind(given["kind"]),
                valid_from=given["valid_from"],
                basis=given["basis"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The agency is founded."))
            return redirect("agency", made.code)
    return answer_form(request, "organizations/found.html", form, {"shown": shown})


@access(SEE)
@require_safe
def tree(request: ActorRequest) -> HttpResponse:
    """Show who stands below whom on a day, all or what fits some words."""
    day, is_no_day = day_asked(request)
    text = words_asked(request)
    nodes = queries.agency_tree(viewer=request.actor, at=day, text=text)
    context = {"nodes": nodes, "text": text, "day": day, "today": timezone.localdate(), "is_no_day": is_no_day}
    return render(request, "organizations/tree.html", context)
