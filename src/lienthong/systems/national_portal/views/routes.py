"""How procedures are connected."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, answer_form, send_table, shown_on
from lienthong.systems.national_portal import queries, services
from lienthong.systems.national_portal.contracts import CONNECT, SEE, RouteInfo
from lienthong.systems.national_portal.extensions import find_port

from ..forms import RouteForm

COLUMNS = (
    Column[RouteInfo](gettext_lazy("Procedure"), lambda row: row.procedure),
    Column[RouteInfo](gettext_lazy("Interface"), lambda row: str(find_port(row.generation).label), 28),
    Column[RouteInfo](gettext_lazy("National code of the field"), lambda row: row.field_code),
    Column[RouteInfo](gettext_lazy("National code of the online service"), lambda row: row.service_code),
    Column[RouteInfo](gettext_lazy("Dossiers are told to the Portal"), lambda row: _("yes") if row.is_on else _("no")),
    Column[RouteInfo](gettext_lazy("Changed"), lambda row: row.changed_at),
    Column[RouteInfo](gettext_lazy("By"), lambda row: row.changed_by, 28),
)


@access(CONNECT)
@require_safe
def show_routes(request: ActorRequest) -> HttpResponse:
    """Show how procedures are connected, and which interfaces are set up on this server."""
    rows = queries.list_routes(viewer=request.actor)
    context = {
        "rows": [(row, find_port(row.generation).label) for row in rows],
        "sees": request.actor.may(SEE),
        "lines": [(line, find_port(line.generation).label) for line in queries.list_lines()],
    }
    return render(request, "national_portal/routes.html", context)


@access(CONNECT)
@require_safe
def export_routes(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the connections as a file."""
    rows = queries.list_routes(viewer=request.actor)
    return send_table(kind=kind, name="ket-noi-cong-quoc-gia", columns=COLUMNS, rows=rows)


@access(CONNECT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_route(request: ActorRequest) -> HttpResponse:
    """Ask how a procedure is connected and set it; `thu-tuc` names one that is, to be changed."""
    form = RouteForm(request.POST) if request.method == "POST" else RouteForm(initial=_initial(request))
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        version = given.pop("version")
        with shown_on(form):
            services.set_route(
                **given | {"procedure": given["procedure"].strip()},
                expected_version=version,
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The connection is set."))
            return redirect("national_portal:routes")
    return answer_form(request, "national_portal/route.html", form, {"sees": request.actor.may(SEE)})


def _initial(request: ActorRequest) -> dict[str, Any]:
    if "thu-tuc" not in request.GET:
        return {}
    route = queries.get_route(procedure=request.GET["thu-tuc"], viewer=request.actor)
    return {
        "procedure": route.procedure,
        "generation": route.generation.value,
        "field_code": route.field_code,
        "service_code": route.service_code,
        "names": "\n".join(f"{theirs} = {ours}" for theirs, ours in route.names.items()),
        "is_on": route.is_on,
        "version": route.version,
    }
