"""The agencies of the province, one agency, and changing its details."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.forms import AgencyForm
from lienthong.kernel.organizations.policy import MANAGE, SEE

LONGEST_SEARCH = 100


@access(SEE)
@require_safe
def directory(request: ActorRequest) -> HttpResponse:
    """List the agencies by kind, with those that ended apart."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH]
    asked = request.GET.get("loai", "")
    kind = AgencyKind(asked) if asked in set(AgencyKind) else None
    found = queries.browse_agencies(viewer=request.actor, at=timezone.localdate(), text=text, kind=kind)
    return render(request, "organizations/directory.html", {"found": found, "text": text, "kind": kind})


@access(SEE)
@require_safe
def agency(request: ActorRequest, code: str) -> HttpResponse:
    """Show one agency: facts, units, officers, hours, history."""
    today = timezone.localdate()
    shown = queries.agency_page(code=code, viewer=request.actor, at=today)
    context = {
        "shown": shown,
        "today": today,
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
    if request.method == "POST" and form.is_valid() and _changed(request, shown.agency.code, form):
        messages.success(request, _("The details are changed."))
        return redirect("agency", shown.agency.code)
    context = {"form": form, "shown": shown}
    return render(request, "organizations/change.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, code: str, form: AgencyForm) -> bool:
    inputs = {name: form.cleaned_data[name] for name in ("name", "address", "phone")}
    actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    try:
        services.change_agency(
            code=code, expected_version=form.cleaned_data["version"], actor=actor, now=timezone.now(), **inputs
        )
    except Invalid as refusal:
        for error in refusal.errors:
            form.add_error(error.path, error.message)
        return False
    return True
