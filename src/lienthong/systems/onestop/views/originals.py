"""The originals of a dossier at the counter: kept to compare (R-15), and given back (R-24)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.contracts import DomainError
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.systems.onestop import queries, services

LONGEST_ID, LONGEST_NAME = 18, 200


def chosen_papers(request: ActorRequest) -> tuple[int, ...]:
    """Return the ticked papers; a tick that is no number names nothing and is left out."""
    ticked = (each for each in request.POST.getlist("giay") if each.isascii() and each.isdigit())
    return tuple(int(each) for each in ticked if len(each) <= LONGEST_ID)


@access("onestop.dossier.accept")
@require_http_methods(["GET", "HEAD", "POST"])
def show_originals(request: ActorRequest, number: str) -> HttpResponse:
    """Show which originals and scans there are; keep or give back the ticked originals, or sign the ticked scans."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    receiver = request.POST.get("receiver", dossier.parties["submitter"]["name"])[:LONGEST_NAME]
    problem = ""
    if request.method == "POST":
        call: dict[str, Any] = {
            "number": number,
            "papers": chosen_papers(request),
            "actor": request.actor,
            "now": timezone.now(),
        }
        try:
            messages.success(request, _act(request.POST.get("viec", ""), receiver, call))
        except DomainError as refused:
            if refused.status in {403, 404}:
                raise
            problem = refused.message
        else:
            return redirect("onestop:originals", number=number)
    papers = [paper for paper in dossier.papers if paper.originals]
    context = {
        "dossier": dossier,
        "here": [paper for paper in papers if paper.original_here],
        "others": [paper for paper in papers if not paper.original_here],
        "scans": [paper for paper in dossier.papers if paper.to_compare],
        "compared": [paper for paper in dossier.papers if paper.compared_at],
        "receiver": receiver,
        "problem": problem,
    }
    return render(request, "onestop/originals.html", context, status=422 if problem else 200)


def _act(wanted: str, receiver: str, call: dict[str, Any]) -> str:
    """Carry out what was pressed and return what it tells the officer."""
    if wanted == "tra":
        services.return_originals(**call, receiver=receiver)
        return _("The originals are given back")
    if wanted == "ky":
        services.certify_scans(**call)
        return _("The scans are signed")
    services.take_originals(**call)
    return _("The originals are kept")
