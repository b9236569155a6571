"""Plans of reorganisation: written, rehearsed, executed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import AgencyKind, PlanLine, PlanState, ReorganizationKind
from lienthong.kernel.organizations.forms import LineForm, PlanForm, UploadForm
from lienthong.kernel.organizations.policy import MANAGE
from lienthong.kernel.organizations.words import ACT, KIND
from lienthong.kernel.ui.services import answer_form, page_asked, shown_on, words_asked

PAGE = 50


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: ActorRequest) -> HttpResponse:
    """Show the plans, and begin another."""
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            plan_id = services.draft_plan(**form.cleaned_data, actor=request.actor, now=timezone.now())
            return redirect("reorganization", plan_id)
    return answer_form(request, "organizations/plans.html", form, {"plans": queries.list_plans(viewer=request.actor)})


@access(MANAGE)
@require_safe
def plan(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Show a plan: how far it is, and its lines."""
    shown = queries.get_plan(plan_id=plan_id, viewer=request.actor)
    text, page, failed = words_asked(request), page_asked(request), request.GET.get("loi") == "1"
    lines = queries.list_lines(plan_id=plan_id, page=page, viewer=request.actor, text=text, failed=failed)
    context = {
        "plan": shown,
        "lines": lines[:PAGE],
        "more": len(lines) > PAGE,
        "page_number": page,
        "text": text,
        "failed": failed,
    }
    return render(request, "organizations/plan.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_line(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Add one line to a plan."""
    shown = queries.get_plan(plan_id=plan_id, viewer=request.actor)
    form = LineForm(
        request.POST if request.method == "POST" else None,
        acts=[(each.value, str(label)) for each, label in ACT.items()],
        kinds=[(each.value, str(label)) for each, label in KIND.items()],
    )
    if form.is_valid():
        given = form.cleaned_data
        kind = ReorganizationKind(given.pop("kind"))
        target_kind = given.pop("target_kind")
        line = PlanLine(0, kind, target_kind=AgencyKind(target_kind) if target_kind else None, **given)
        with shown_on(form):
            services.add_lines(plan_id=plan_id, lines=[line], actor=request.actor, now=timezone.now())
            return redirect("reorganization", plan_id)
    return answer_form(request, "organizations/plan_line.html", form, {"plan": shown})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def read_lines(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Add the lines of a file to a plan."""
    shown = queries.get_plan(plan_id=plan_id, viewer=request.actor)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with shown_on(form):
            number = services.read_lines(
                plan_id=plan_id, file_name=file.name, content=file.read(), actor=request.actor, now=timezone.now()
            )
            messages.success(request, _("%(number)d lines are added.") % {"number": number})
            return redirect("reorganization", plan_id)
    return answer_form(request, "organizations/plan_file.html", form, {"plan": shown})


@access(MANAGE)
@require_POST
def remove_line(request: ActorRequest, plan_id: int, number: int) -> HttpResponse:
    """Take a line out of a plan."""
    services.remove_line(plan_id=plan_id, number=number, actor=request.actor, now=timezone.now())
    return redirect("reorganization", plan_id)


@access(MANAGE)
@require_safe
def rehearse(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Show what a plan would do and what is wrong with it; nothing is done."""
    shown = queries.get_plan(plan_id=plan_id, viewer=request.actor)
    found = queries.dry_run(plan_id=plan_id, viewer=request.actor)
    ready = shown.lines > 0 and not found.problems and not found.left_behind
    context = {
        "plan": shown,
        "found": found,
        "may_start": ready
        and shown.state in {PlanState.DRAFT, PlanState.STOPPED}
        and shown.effective_date <= timezone.localdate(),
        "ready": ready,
        "too_early": shown.effective_date > timezone.localdate(),
    }
    return render(request, "organizations/plan_rehearsal.html", context)


@access(MANAGE)
@require_POST
def start(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Execute a plan, or go on with one that stopped."""
    version = request.POST.get("version", "")
    services.start_plan(
        plan_id=plan_id,
        expected_version=int(version) if version.isdecimal() and len(version) < 9 else None,
        actor=request.actor,
        now=timezone.now(),
    )
    messages.success(request, _("The plan is being executed; this page shows how far it is."))
    return redirect("reorganization", plan_id)
