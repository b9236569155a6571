"""One dossier: what it is, where it stands, what the officer may do; its history and its process."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.audit import queries as history
from lienthong.kernel.audit import services as audit
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.extensions import told_elsewhere

from .dossier_page import head_context, open_panel, page_context, thread_of


@access(OFFICER)
@require_GET
def show_dossier(request: ActorRequest, number: str) -> HttpResponse:
    """Show a dossier; the open panel and the chosen paper are in the address."""
    return render_dossier(request, number, slug=request.GET.get("viec", ""), outcome=request.GET.get("kq", ""))


def render_dossier(
    request: ActorRequest, number: str, *, slug: str = "", outcome: str = "", **more: Any
) -> HttpResponse:
    """Draw the page of a dossier for whoever asks.

    :param more: `revealed` names the party whose number is shown; `status` is that of the answer
    :raises NotFound: it does not exist, or the viewer may not know of it
    """
    now = timezone.now()
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    thread = thread_of(number=number, viewer=request.actor)
    context = page_context(
        viewer=request.actor,
        dossier=dossier,
        thread=thread,
        now=now,
        chosen_paper=request.GET.get("giay", ""),
        revealed=more.get("revealed", ""),
    )
    context["told"] = told_elsewhere(number=number, viewer=request.actor)
    context["panel"] = panel = open_panel(dossier, thread.mine, slug=slug, outcome=outcome)
    if panel is not None and panel.shows_numbers:
        people = dossier.party_ids.values()
        audit.note_reads(people=people, record=number, purpose=queries.REVEAL, viewer=request.actor)
    return render(request, "onestop/dossier.html", context, status=more.get("status", 200))


@access(OFFICER)
@require_POST
def reveal_number(request: ActorRequest, number: str) -> HttpResponse:
    """Show the whole number of a party, and write down who looked (R-60, R-74)."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    key = request.POST.get("ai", "")
    if key not in dossier.parties:
        raise NotFound("")
    people = (dossier.party_ids[key],)
    audit.note_reads(people=people, record=number, purpose=queries.REVEAL, viewer=request.actor)
    return render_dossier(request, number, revealed=key)


@access(OFFICER)
@require_GET
def show_history(request: ActorRequest, number: str) -> HttpResponse:
    """Show what was done to a dossier, by whom and when."""
    now = timezone.now()
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    lines = history.list_history(subject_type=SUBJECT_TYPE, subject_key=number)
    context = head_context(dossier, queries.dossier_clock(dossier=dossier, now=now), now)
    context["lines"] = lines
    return render(request, "onestop/dossier_history.html", context)


@access(OFFICER)
@require_GET
@csp_update(settings.CSP_DIAGRAM)  # type: ignore[arg-type]  # its types know no views with arguments
def show_process(request: ActorRequest, number: str) -> HttpResponse:
    """Show the process of a dossier as a diagram, and the time each step took as a table."""
    now = timezone.now()
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    state = processes.get_state(subject_type=SUBJECT_TYPE, subject_key=number)
    diagram = processes.get_instance_diagram(uuid=state.instance_uuid)
    context = {
        **head_context(dossier, queries.dossier_clock(dossier=dossier, now=now), now),
        "uuid": state.instance_uuid,
        "token": " ".join(diagram.active),
        "passed": " ".join(diagram.done),
        "times": processes.time_by_step(subject_type=SUBJECT_TYPE, subject_key=number),
    }
    return render(request, "onestop/dossier_process.html", context)


@access(OFFICER)
@require_GET
def show_due(request: ActorRequest, number: str) -> HttpResponse:
    """Show why a dossier is due when it is, day by day."""
    now = timezone.now()
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    context = head_context(dossier, queries.dossier_clock(dossier=dossier, now=now), now)
    context["said"] = queries.why_due(number=number, viewer=request.actor)
    return render(request, "onestop/dossier_due.html", context)
