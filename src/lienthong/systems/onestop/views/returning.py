"""What comes back to the counter: results to hand over, supplements to take in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.contracts import DomainError, Invalid, NotFound
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.files import queries as files
from lienthong.kernel.files import services as sent_files
from lienthong.kernel.forms import queries as compiled
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, Payment, State
from lienthong.systems.onestop.queries import DossierDetail, DossierFilters, SupplementRow
from lienthong.systems.payments import queries as payments

from ..forms.kept_files import KeptFile, keep_again, keep_file, read_kept
from .counter_forms import PREFIX, problems_of
from .desk_state import require_agency
from .dossier_page import answers_as_read, fees_of
from .originals import chosen_papers

ACCEPT = "onestop.dossier.accept"


class ReceiverForm(forms.Form):
    """Who takes the result."""

    receiver = forms.CharField(
        label=gettext_lazy("Taken by"),
        help_text=gettext_lazy("Name as on the identity paper shown"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "lt-in lt-in-m", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter who takes it")},
    )


@dataclass
class ItemLine:
    """One thing that was asked for, as the page takes it in."""

    index: int
    paper: str
    content: str
    received: bool = False
    kept: KeptFile | None = None
    missing: str = ""
    refused: str = ""

    @property
    def name(self) -> str:
        """Return what the paper is called in the dossier."""
        return (self.content or self.paper)[:1000]


@access(ACCEPT)
@require_safe
def waiting_results(request: ActorRequest) -> HttpResponse:
    """List the results that wait at this counter, by code or name."""
    return _list(request, State.DONE, "onestop/return_list.html")


@access(ACCEPT)
@require_safe
def awaited_supplements(request: ActorRequest) -> HttpResponse:
    """List the dossiers that wait for a supplement."""
    wanted = queries.list_proposals(viewer=request.actor)
    return _list(request, State.SUPPLEMENT, "onestop/return_supplements.html", wanted=wanted)


@access(ACCEPT)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: ActorRequest, number: str) -> HttpResponse:
    """Settle the fee, then hand the result over."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    if dossier.row.state is State.RETURNED:
        return redirect("onestop:handed-over", number=number)
    if dossier.row.state is not State.DONE:
        raise NotFound(_("This dossier has no result to hand over yet."))
    now = timezone.now()
    if request.method == "POST" and request.POST.get("viec") == "thu":
        services.record_payment(number=number, actor=request.actor, now=now)
        return redirect("onestop:hand-over", number=number)
    form = ReceiverForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.return_result(
            number=number,
            receiver=form.cleaned_data["receiver"],
            originals=chosen_papers(request),
            actor=request.actor,
            now=now,
        )
        return redirect("onestop:handed-over", number=number)
    unpaid = dossier.payment == Payment.DEMANDED
    due = payments.due_of(subject_type=SUBJECT_TYPE, subject_key=number, viewer=request.actor) if unpaid else None
    context = {
        "dossier": dossier,
        "form": form,
        "unpaid": unpaid,
        "due": dossier.fee if due is None else due,
        "fees": fees_of(dossier, request.actor) if unpaid else (),
        "originals": [paper for paper in dossier.papers if paper.original_here],
    }
    return render(request, "onestop/return_hand_over.html", context, status=422 if form.errors else 200)


@access(ACCEPT)
@require_safe
def handed_over(request: ActorRequest, number: str) -> HttpResponse:
    """Say who took the result and when."""
    dossier = queries.get_card(number=number, viewer=request.actor)
    if dossier.returned_at is None:
        return redirect("onestop:hand-over", number=number)
    return render(request, "onestop/return_done.html", {"dossier": dossier})


@access(ACCEPT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_supplement(request: ActorRequest, number: str) -> HttpResponse:
    """Take in all that was asked for, with a file an item where there is one; then the clock goes on."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    open_request = next((each for each in dossier.supplements if each.answered_at is None), None)
    if open_request is None or dossier.row.state is not State.SUPPLEMENT:
        raise NotFound(_("This dossier waits for no supplement."))
    key = request.POST.get("khoa", "")[:80] or str(uuid4())
    lines = _lines(request, open_request)
    page = correction_form(request, dossier, open_request)
    if request.method == "POST" and not (page is not None and page.reshapes):
        now = timezone.now()
        if _read(request, lines, key, now) & (page is None or page.is_valid()):
            try:
                _receive(request, number, page, lines, now)
            except Invalid as refusal:
                page = _refused(page, refusal)
            else:
                return redirect("onestop:accepted", number=number)
    problems = [(line.refused or line.missing, f"muc-{line.index}") for line in lines if line.refused or line.missing]
    written = answers_as_read(dossier) if page is not None else {}
    context: dict[str, Any] = {
        "dossier": dossier,
        "request_row": open_request,
        "lines": lines,
        "key": key,
        "problems": [*(problems_of(page) if page is not None else ()), *problems],
        "form": page,
        "marks": [
            (item["content"], written.get(item["field"], "")) for item in open_request.items if item.get("field")
        ],
    }
    problems = context["problems"]
    return render(request, "onestop/return_supplement.html", context, status=422 if problems else 200)


def _list(request: ActorRequest, state: State, template: str, **more: Any) -> HttpResponse:
    agency_id = require_agency(request.actor)
    text = request.GET.get("q", "").strip()[:100]
    after = request.GET.get("sau", "")
    rows, cursor = queries.list_dossiers(
        viewer=request.actor,
        filters=DossierFilters(state=state, agency_id=agency_id, text=fold(text)),
        now=timezone.now(),
        after=int(after) if after.isascii() and after.isdigit() else None,
    )
    return render(request, template, {"rows": rows, "cursor": cursor, "text": text, **more})


def _lines(request: ActorRequest, wanted: SupplementRow) -> list[ItemLine]:
    """Return what is to be brought; what the applicant sent over the network is there already."""
    sent = {int(at): file_id for at, file_id in wanted.sent.get("files", {}).items()}
    lines = [
        ItemLine(index=index, paper=item.get("paper", ""), content=item.get("content", ""))
        for index, item in enumerate(wanted.items, start=1)
        if not item.get("field")
    ]
    for line in lines:
        if line.index in sent:
            info = files.get_file(file_id=sent[line.index])
            line.kept = keep_again(file_id=info.id, name=info.name, size=info.size, actor=request.actor)
            line.received = True
    return lines


def correction_form(request: ActorRequest, dossier: DossierDetail, wanted: SupplementRow) -> Any:
    """Return the form of the marked answers, with what the applicant sent; None where no answer is marked."""
    marked = frozenset(item["field"] for item in wanted.items if item.get("field"))
    if not marked:
        return None
    form = compiled.get_form(key=dossier.form_key, version=dossier.form_version)
    only = compiled.editable_fields(form=form, marked=marked, before=dossier.answers)
    initial = {**dossier.answers, **wanted.sent.get("answers", {})}
    data = request.POST if request.method == "POST" else None
    options: dict[str, Any] = {"initial": initial, "only": only, "owner": str(request.actor.user_id), "prefix": PREFIX}
    page = form.django_form(data, **options)
    return form.django_form(data, judged=False, **options) if page.reshapes else page


def _refused(page: Any, refusal: Invalid) -> Any:
    for error in refusal.errors:
        page.add_error(error.path if error.path in page.fields else None, error.message)
    return page


def _read(request: ActorRequest, lines: list[ItemLine], key: str, now: datetime) -> bool:
    """Read ticks and files into the lines and tell whether everything asked for is there."""
    sent = sent_files.with_uploads(files=request.FILES, named=request.POST, actor=request.actor, now=now)
    for line in lines:
        line.kept = read_kept(request.POST.get(f"kept-{line.index}", ""), actor=request.actor) or line.kept
        upload = sent.get(f"file-{line.index}")
        if upload is not None:
            try:
                line.kept = keep_file(
                    upload=upload, place=f"supplement-{line.index}", form_key=key, actor=request.actor, now=now
                )
            except DomainError as refusal:
                line.refused = refusal.message
        line.received = bool(request.POST.get(f"item-{line.index}")) or line.kept is not None
        if not line.received and not line.refused:
            line.missing = _("Not received yet: %s") % line.name
    return not any(line.refused or line.missing for line in lines)


def _receive(request: ActorRequest, number: str, page: Any, lines: list[ItemLine], now: datetime) -> None:
    """Put answers and files into the dossier and let the clock go on, all or nothing."""
    services.receive_supplement(
        number=number,
        answers=page.answers() if page is not None else None,
        files={line.index: line.kept.id for line in lines if line.kept is not None},
        actor=request.actor,
        now=now,
    )
