"""Issued papers: the list, one of them, and revoking it."""

from base64 import b64encode
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.papers import queries, services
from lienthong.kernel.papers.contracts import REVOKE, SEE, IssuedPaper, PaperState
from lienthong.kernel.papers.extensions import list_templates
from lienthong.kernel.papers.forms import ReasonForm
from lienthong.kernel.papers.queries import IssuedFilter
from lienthong.kernel.papers.words import STATE
from lienthong.kernel.ui.contracts import read_day
from lienthong.kernel.ui.services import (
    Column,
    answer_form,
    page_asked,
    pages_beside,
    send_table,
    shown_on,
    words_asked,
)

COLUMNS = (
    Column[IssuedPaper](gettext_lazy("Code"), lambda each: each.code, 14),
    Column[IssuedPaper](gettext_lazy("Paper"), lambda each: each.title, 48),
    Column[IssuedPaper](gettext_lazy("Number"), lambda each: each.number, 18),
    Column[IssuedPaper](gettext_lazy("Issuing agency"), lambda each: each.agency_name, 40),
    Column[IssuedPaper](gettext_lazy("Issued"), lambda each: each.issued_at, 18),
    Column[IssuedPaper](gettext_lazy("Issued by"), lambda each: each.issued_by, 26),
    Column[IssuedPaper](gettext_lazy("State"), lambda each: str(STATE[each.state]), 16),
    Column[IssuedPaper](gettext_lazy("Replaced by"), lambda each: each.replaced_by_code, 14),
    Column[IssuedPaper](gettext_lazy("Template"), lambda each: each.template, 20),
    Column[IssuedPaper](gettext_lazy("Version of the template"), lambda each: each.template_version, 20),
)


@access(SEE)
@require_safe
def issued(request: ActorRequest) -> HttpResponse:
    """List the issued papers in sight, the newest first."""
    wanted, page = _wanted(request), page_asked(request)
    rows, more = queries.list_issued(viewer=request.actor, wanted=wanted, page=page)
    context = {
        "rows": rows,
        "wanted": wanted,
        "states": STATE.items(),
        "kinds": list_templates(),
        **pages_beside(page, more=more),
        "query": request.GET.urlencode(),
        "since": request.GET.get("tu", "")[:10],
        "until": request.GET.get("den", "")[:10],
    }
    return render(request, "papers/issued.html", context)


@access(SEE)
@require_safe
def export_issued(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the list as a file."""
    rows = queries.stream_issued(viewer=request.actor, wanted=_wanted(request))
    return send_table(kind=kind, name="giay-to-da-phat-hanh", columns=COLUMNS, rows=rows)


@access(SEE)
@require_safe
def paper(request: ActorRequest, code: str) -> HttpResponse:
    """Show one paper with its history."""
    shown = queries.get_issued(code=code, viewer=request.actor)
    history = list_history(subject_type="papers.paper", subject_key=shown.code, limit=20, newest_first=True)
    context = {
        "shown": shown,
        "history": history,
        "kept": queries.kept_file(paper=shown, viewer=request.actor),
        "address": services.address_of(code=shown.code),
        "qr": b64encode(services.qr_picture(code=shown.code).encode()).decode(),
    }
    return render(request, "papers/paper.html", context)


@access(REVOKE)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: ActorRequest, code: str) -> HttpResponse:
    """Ask why, and withdraw a paper."""
    shown = queries.get_issued(code=code, viewer=request.actor)
    form = ReasonForm(request.POST or None, initial={"version": shown.version})
    if form.is_valid():
        with shown_on(form):
            services.revoke(
                code=shown.code, reason=form.cleaned_data["reason"], expected_version=form.cleaned_data["version"],
                actor=request.actor, now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The paper no longer counts, and its public page says so."))
            return redirect("papers:paper", shown.code)
    context = {"shown": shown, "is_open": shown.state is PaperState.VALID}
    return answer_form(request, "papers/revoke.html", form, context)


def _wanted(request: ActorRequest) -> IssuedFilter:
    state = request.GET.get("trang_thai", "")
    return IssuedFilter(
        text=words_asked(request),
        template=request.GET.get("mau", "").replace("\0", "")[:80],
        state=PaperState(state) if state in set(PaperState) else None,
        since=_day(request, "tu"),
        until=_day(request, "den"),
    )


def _day(request: ActorRequest, name: str) -> date | None:
    return read_day(request.GET.get(name, "").strip()[:10])
