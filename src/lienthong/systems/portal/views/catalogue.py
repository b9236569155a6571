"""Searching the catalogue and reading one procedure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.ui.services import page_asked
from lienthong.systems.procedures import queries as procedures
from lienthong.systems.procedures.contracts import CatalogueSearch

from ..extensions import filing_address


@access(PUBLIC)
@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Show the procedures that fit what was typed and chosen."""
    asked = CatalogueSearch(
        text=request.GET.get("q", "").strip()[:200],
        field=request.GET.get("linhvuc", "")[:300],
        level=request.GET.get("cap", "")[:40],
        subject=request.GET.get("doituong", "")[:200],
        page=page_asked(request),
    )
    found = procedures.search_catalogue(search=asked, day=timezone.localdate())
    first = (found.page - 1) * procedures.PAGE_SIZE + 1
    context = {"asked": asked, "found": found, "first": first, "last": first + len(found.items) - 1}
    return render(request, "portal/catalogue.html", context)


@access(PUBLIC)
@require_safe
def procedure(request: ActorRequest, code: str) -> HttpResponse:
    """Show one procedure: how long, how much, where, what to prepare, then everything else."""
    info = procedures.get_public_procedure(code=code, day=timezone.localdate())
    context = {
        "info": info,
        "always": tuple(case for case in info.cases if case.always),
        "notes": tuple(note for case in info.cases if case.always for note in case.notes),
        "cases": tuple(case for case in info.cases if not case.always),
        "filing": filing_address(info.code),
        "whole": request.GET.get("in") == "1",
    }
    return render(request, "portal/procedure.html", context)
