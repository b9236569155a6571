"""Filings over the network at the counter: what waits for an answer, and answering it (R-14, R-17)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.contracts import DomainError, Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.forms import queries as compiled
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import page_asked, pages_beside, words_asked
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.queries import FilingDetail, FilingFilters

from ..forms.filings import AnswerForm
from .inbox import address
from .labels import FILINGS

ACCEPT = "onestop.dossier.accept"
ANSWERED = "da-tra-loi"


@access(ACCEPT)
@require_safe
def list_filings(request: ActorRequest) -> HttpResponse:
    """List what waits for an answer, the nearest first, or what was answered."""
    now, page, text = timezone.now(), page_asked(request), words_asked(request)
    waiting = request.GET.get("xem") != ANSWERED
    rows, more = queries.list_filings(
        viewer=request.actor, filters=FilingFilters(waiting=waiting, text=text), now=now, page=page
    )
    counts, beside = queries.count_filings(viewer=request.actor, now=now), pages_beside(page, more=more)
    views = (("", _("Waiting for an answer"), counts["waiting"], waiting), (ANSWERED, _("Answered"), None, not waiting))
    context = {
        "now": now,
        "rows": [(row, FILINGS[row.state]) for row in rows],
        "late": counts["late"],
        "waiting": waiting,
        "text": text,
        "view": "" if waiting else ANSWERED,
        "options": tuple(
            Option(label=label, url=address(request, xem=name, trang=""), chosen=chosen, count=count)
            for name, label, count, chosen in views
        ),
        "next": address(request, trang=str(beside["after"])) if beside["after"] else "",
        "previous": address(request, trang=str(beside["before"])) if beside["before"] else "",
    }
    return render(request, "onestop/filings.html", context)


@access(ACCEPT)
@require_http_methods(["GET", "HEAD", "POST"])
def show_filing(request: ActorRequest, number: str) -> HttpResponse:
    """Show what was filed; a POST accepts it, asks to complete it, or refuses it."""
    now = timezone.now()
    filing = queries.get_filing(number=number, viewer=request.actor, now=now)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            done = _answer(request, filing, form)
        except DomainError as refused:
            if refused.status in {403, 404}:
                raise
            errors = refused.errors if isinstance(refused, Invalid) else ()
            problems = [refused.message, *(error.message for error in errors if error.message != refused.message)]
        else:
            messages.success(request, done)
            return redirect("onestop:filing", number=number)
    described = compiled.get_form(key=filing.form_key, version=filing.form_version)
    context: dict[str, Any] = {
        "filing": filing,
        "row": filing.row,
        "now": now,
        "state": FILINGS[filing.row.state],
        "sections": described.display(filing.answers),
        "form": form,
        "problems": problems,
    }
    return render(request, "onestop/filing.html", context, status=422 if problems or form.errors else 200)


def _answer(request: ActorRequest, filing: FilingDetail, form: AnswerForm) -> str:
    """Do what was pressed and say what was done."""
    call: dict[str, Any] = {"number": filing.row.number, "actor": request.actor, "now": timezone.now()}
    reason = form.cleaned_data["reason"]
    wish = request.POST.get("viec", "")
    if wish == "tiep-nhan":
        services.accept_filing(**call)
        return _("The filing is accepted and has its code now.")
    if wish == "phieu-02":
        services.complete_filing(**call, reason=reason, items=form.asked())
        return _("The applicant is told what is missing.")
    if wish == "phieu-03":
        services.refuse_filing(**call, reason=reason)
        return _("The applicant is told why it is not received.")
    raise Invalid(_("Say what to do with the filing."))
