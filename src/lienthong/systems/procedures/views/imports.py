"""Reading files in on screen: sending, progress, report."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import answer_form, page_asked, shown_on

from .. import queries, services
from ..contracts import Outcome, RunState
from ..forms import UploadForm
from ..policy import MANAGE
from ..rules import SourceFile

TABS = (*(outcome.value for outcome in Outcome), "incomplete")


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: ActorRequest) -> HttpResponse:
    """Show the last imports, and take files for the next."""
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        with shown_on(form):
            files = [SourceFile(str(each.name), each.read()) for each in form.cleaned_data["sources"]]
            run_id = services.start_import(files=files, actor=request.actor, now=timezone.now())
            return redirect("procedures:import", run_id)
    return answer_form(request, "procedures/imports.html", form, {"runs": queries.list_runs(viewer=request.actor)})


@access(MANAGE)
@require_GET
def import_run(request: ActorRequest, run_id: int) -> HttpResponse:
    """Show how far an import is, then what it did."""
    run = queries.get_run(run_id=run_id, viewer=request.actor)
    over = run.state in {RunState.DONE, RunState.FAILED}
    tab = request.GET.get("muc", "")
    if tab not in TABS:
        tab = next((each for each in ("rejected", "changed", "new") if run.counts.get(each)), "unchanged")
    page = page_asked(request)
    rows, more = queries.list_rows(run_id=run_id, viewer=request.actor, outcome=tab, page=page) if over else ((), False)
    context = {"run": run, "over": over, "tab": tab, "tabs": TABS, "rows": rows, "page_number": page, "more": more}
    # While it runs, htmx asks for the part alone; when it is over, the whole page is shown once more.
    part = request.headers.get("HX-Request") == "true" and not over
    response = render(request, "procedures/import.html#progress" if part else "procedures/import.html", context)
    if request.headers.get("HX-Request") == "true" and over:
        response["HX-Refresh"] = "true"
    return response
