"""The holder of a receipt corrects what the officer marked: those answers and papers, nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.contracts import DomainError, Invalid, NotFound
from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.files import services as sent_files
from lienthong.kernel.forms import queries as forms
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import SupplementClosed
from lienthong.systems.onestop.queries import OpenRequest

from ..forms.kept_files import KeptFile, keep_file, read_kept
from .counter_forms import PREFIX, problems_of
from .tracking import is_locked, locked, private, wrong


@dataclass
class Wanted:
    """A paper to bring again, with the file that came for it."""

    index: int
    content: str
    kept: KeptFile | None = None
    problem: str = ""


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest) -> HttpResponse:
    """Show what is to be corrected and take it; nothing of the dossier but the officer's words is shown."""
    sent = request.POST if request.method == "POST" else request.GET
    number, secret = sent.get("ma", "").strip()[:60], sent.get("khoa", "").strip()[:40]
    there = f"{reverse('onestop:tracking')}?{urlencode({'ma': number, 'khoa': secret})}"
    if is_locked(request, number):
        return locked(request, number)
    try:
        wanted = queries.open_request(number=number, secret=secret)
    except NotFound as refusal:
        return wrong(request, number, refusal.message)
    if wanted is None:
        return redirect(there)
    return private(_page(request, wanted, number=number, secret=secret, there=there))


def _page(request: ActorRequest, wanted: OpenRequest, *, number: str, secret: str, there: str) -> HttpResponse:
    now = timezone.now()
    papers, form = _papers(wanted), _form(request, wanted)
    key = request.POST.get("lan", "")[:80] or str(uuid4())
    others: list[tuple[str, str]] = []
    if request.method == "POST":
        reshapes = form is not None and form.reshapes
        _take_files(request, papers, key, now, required=not reshapes)
        is_good = not reshapes and (form is None or form.is_valid())
        if is_good and not any(paper.problem for paper in papers):
            try:
                services.send_supplement(
                    number=number, secret=secret, answers=_answers(form), actor=request.actor, now=now,
                    files={paper.index: paper.kept.id for paper in papers if paper.kept},
                )  # fmt: skip
            except SupplementClosed as refusal:
                others = [(refusal.message, "noi-dung")]
            except Invalid as refusal:
                others = _beside(form, papers, refusal)
            else:
                return redirect(there)
    problems = [*others, *(problems_of(form) if form is not None else ())]
    problems += [(paper.problem, f"tep-{paper.index}") for paper in papers if paper.problem]
    context: dict[str, Any] = {
        "wanted": wanted, "form": form, "papers": papers, "key": key, "number": number, "secret": secret,
        "problems": problems, "late": now > wanted.answer_by, "there": there,
        "marks": [item["content"] for item in wanted.items if item.get("field")],
    }  # fmt: skip
    return render(request, "onestop/correct.html", context, status=422 if problems else 200)


def _papers(wanted: OpenRequest) -> list[Wanted]:
    items = enumerate(wanted.items, start=1)
    return [Wanted(at, item["content"] or item["paper"]) for at, item in items if not item.get("field")]


def _form(request: ActorRequest, wanted: OpenRequest) -> Any:
    """Return the form of the marked answers, empty: who holds the receipt need not be the person."""
    marked = frozenset(item["field"] for item in wanted.items if item.get("field"))
    if not marked:
        return None
    only = forms.editable_fields(form=wanted.form, marked=marked, before=wanted.answers)
    rest = {name: value for name, value in wanted.answers.items() if name not in only}
    data = request.POST if request.method == "POST" else None
    options: dict[str, Any] = {"initial": rest, "only": only, "prefix": PREFIX}
    page = wanted.form.django_form(data, **options)
    return wanted.form.django_form(data, judged=False, **options) if page.reshapes else page


def _answers(form: Any) -> dict[str, Any]:
    return dict(form.answers()) if form is not None else {}


def _take_files(request: ActorRequest, papers: list[Wanted], key: str, now: datetime, *, required: bool) -> None:
    """Keep the files that came, now or before; say which are missing unless only another line was asked for."""
    files = sent_files.with_uploads(
        files=request.FILES,
        named=request.POST,
        actor=request.actor,
        now=now,
        session=str(request.session.get(sent_files.SESSION_MARK, "")),
    )
    for paper in papers:
        paper.kept = read_kept(request.POST.get(f"kept-{paper.index}", ""), actor=request.actor)
        upload = files.get(f"file-{paper.index}")
        if upload is not None:
            try:
                paper.kept = keep_file(
                    upload=upload, place=f"correct-{paper.index}", form_key=key, actor=request.actor, now=now
                )
            except DomainError as refusal:
                paper.problem = refusal.message
        if required and paper.kept is None and not paper.problem:
            paper.problem = _("Choose a file: %s") % paper.content


def _beside(form: Any, papers: list[Wanted], refusal: Invalid) -> list[tuple[str, str]]:
    """Put errors beside what they concern and return the others."""
    places = {f"files.{paper.index}": paper for paper in papers}
    rest = [] if refusal.errors else [(refusal.message, "noi-dung")]
    for error in refusal.errors:
        if error.path in places:
            places[error.path].problem = error.message
        elif form is not None and error.path in form.fields:
            form.add_error(error.path, error.message)
        else:
            rest.append((error.message, "noi-dung"))
    return rest
