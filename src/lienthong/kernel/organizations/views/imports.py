"""Lists of agencies: taken along as a file, read in, looked at, applied."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import AgencyKind, LineOutcome
from lienthong.kernel.organizations.forms import ImportForm
from lienthong.kernel.organizations.policy import MANAGE, SEE
from lienthong.kernel.organizations.queries import ListedAgency
from lienthong.kernel.organizations.words import COLUMN, KIND
from lienthong.kernel.ui.services import Column, answer_form, page_asked, send_table, shown_on

COLUMNS = (
    Column[ListedAgency](COLUMN["code"], lambda each: each.code, 18),
    Column[ListedAgency](COLUMN["former_code"], lambda each: each.former_code, 18),
    Column[ListedAgency](COLUMN["name"], lambda each: each.name, 50),
    Column[ListedAgency](COLUMN["short_name"], lambda each: each.short_name, 16),
    Column[ListedAgency](COLUMN["kind"], lambda each: str(KIND[AgencyKind(each.kind)]), 16),
    Column[ListedAgency](COLUMN["parent_code"], lambda each: each.parent_code, 18),
    Column[ListedAgency](COLUMN["area_code"], lambda each: each.area_code, 12),
    Column[ListedAgency](COLUMN["address"], lambda each: each.address, 40),
    Column[ListedAgency](COLUMN["phone"], lambda each: each.phone, 16),
    Column[ListedAgency](gettext_lazy("Since"), lambda each: each.valid_from, 12),
    Column[ListedAgency](gettext_lazy("Until"), lambda each: each.valid_to, 12),
)
TABS = (LineOutcome.REJECTED, LineOutcome.CHANGED, LineOutcome.NEW, LineOutcome.UNCHANGED)
PAGE = 50


@access(SEE)
@require_safe
def export(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the agencies within sight as a list that can be read in again."""
    rows = queries.export_agencies(viewer=request.actor)
    return send_table(kind=kind, name="co-quan", columns=COLUMNS, rows=rows)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: ActorRequest) -> HttpResponse:
    """Show the last lists read in, and take a file for the next."""
    form = ImportForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"valid_from": timezone.localdate()},
    )
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            run_id = services.preview_agencies(
                file_name=given["file"].name,
                content=given["file"].read(),
                effective_date=given["valid_from"],
                convert=given["convert"],
                actor=request.actor,
                now=timezone.now(),
            )
            return redirect("agency_import", run_id)
    return answer_form(
        request, "organizations/imports.html", form, {"runs": queries.list_imports(viewer=request.actor)}
    )


@access(MANAGE)
@require_safe
def import_run(request: ActorRequest, run_id: int) -> HttpResponse:
    """Show what a list would change or has changed, line by line."""
    run = queries.get_import(run_id=run_id, viewer=request.actor)
    asked = request.GET.get("muc", "")
    first = next((each for each in TABS if run.counts.get(each)), LineOutcome.UNCHANGED)
    tab = LineOutcome(asked) if asked in set(LineOutcome) else first
    page = page_asked(request)
    lines = queries.list_import_lines(run_id=run_id, outcome=tab, page=page, viewer=request.actor)
    context = {
        "run": run,
        "tab": tab,
        "tabs": [(each, run.counts.get(each, 0)) for each in TABS],
        "lines": lines[:PAGE],
        "page_number": page,
        "more": len(lines) > PAGE,
    }
    return render(request, "organizations/import.html", context)


@access(MANAGE)
@require_POST
def apply(request: ActorRequest, run_id: int) -> HttpResponse:
    """Apply the new and changed lines of a list."""
    services.apply_import(run_id=run_id, actor=request.actor, now=timezone.now())
    messages.success(request, _("The list is being applied; this page shows when it is done."))
    return redirect("agency_import", run_id)
