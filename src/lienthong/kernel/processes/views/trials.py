"""Trying a draft: its stories, last year's cases, and moving running ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.acts.contracts import DomainError
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import answer_form, shown_on

from .. import queries, services
from ..contracts import ReportKind, ReportState
from ..forms import MoveForm, ScenarioForm
from ..policy import DESIGN

SIMULATIONS = (ReportKind.SIMULATION.value,)
MOVES = (ReportKind.MOVE_PLAN.value, ReportKind.MOVE.value)


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def scenarios(request: ActorRequest, key: str) -> HttpResponse:
    """Show the stories of a process and how the draft tells them; keep a new one."""
    form = ScenarioForm()
    if request.method == "POST":
        form = ScenarioForm(request.POST)
        if form.is_valid():
            with shown_on(form):
                told = {**form.cleaned_data, "data": form.cleaned_data["given"]}
                del told["given"]
                services.save_scenario(key=key, actor=request.actor, now=timezone.now(), **told)
                messages.success(request, _("The story is kept."))
                return redirect("processes:scenarios", key)
    draft = queries.find_draft(key=key)
    info = None if draft is not None else queries.get_definition(key=key)
    found = queries.list_scenarios(key=key)
    context = {
        "key": key,
        "draft": draft,
        "info": info,
        "scenarios": found,
        "failing": sum(each.is_right is False for each in found),
    }
    return answer_form(request, "processes/scenarios.html", form, context)


@access(DESIGN)
@require_POST
def delete_scenario(request: ActorRequest, key: str, scenario_id: int) -> HttpResponse:
    """Forget a story."""
    services.delete_scenario(key=key, scenario_id=scenario_id, actor=request.actor, now=timezone.now())
    messages.success(request, _("The story is gone."))
    return redirect("processes:scenarios", key)


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def simulation(request: ActorRequest, key: str) -> HttpResponse:
    """Ask what the draft would have made of last year's cases, and show what came out."""
    if request.method == "POST":
        try:
            services.ask_simulation(key=key, actor=request.actor, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("processes:simulation", key)
    reports = queries.list_reports(key=key, kinds=SIMULATIONS)
    done = [each for each in reports if each.state == ReportState.DONE.value]
    context = {
        "key": key,
        "draft": queries.find_draft(key=key),
        "report": done[0] if done else None,
        "waiting": next((each for each in reports if each.state != ReportState.DONE.value), None),
    }
    return render(request, "processes/simulation.html", context)


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def moves(request: ActorRequest, key: str) -> HttpResponse:
    """Ask which running cases can move to a version, then move them."""
    versions = queries.list_versions(key=key)
    newest = queries.get_definition(key=key)
    form = MoveForm(initial={"version": newest.version})
    if request.method == "POST":
        form = MoveForm(request.POST)
        if form.is_valid():
            dry = request.POST.get("lam") != "chuyen"
            with shown_on(form):
                services.ask_move(
                    key=key,
                    to_version=form.cleaned_data["version"],
                    renamed=form.cleaned_data["renamed"],
                    dry=dry,
                    actor=request.actor,
                    now=timezone.now(),
                )
                return redirect("processes:moves", key)
    running = queries.count_running(key=key)
    reports = queries.list_reports(key=key, kinds=MOVES)
    context = {
        "info": newest,
        "versions": [(each, running.get(each.version, 0)) for each in versions],
        "reports": reports,
        "waiting": any(each.state != ReportState.DONE.value for each in reports),
    }
    return answer_form(request, "processes/moves.html", form, context)
