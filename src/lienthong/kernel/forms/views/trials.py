"""Trying a form: fill it in, file it, mark what is wrong, correct it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.forms import queries, services
from lienthong.kernel.forms.compiled import CompiledForm
from lienthong.kernel.forms.contracts import DesignInfo, FieldKind, KeptFile, TrialInfo
from lienthong.kernel.forms.forms import AnswerForm
from lienthong.kernel.forms.forms.widgets import read_file_token
from lienthong.kernel.forms.policy import DESIGN
from lienthong.kernel.forms.words import shown_answer

from .drafts import query_of

PURPOSE = "forms.trial"


def compiled_design(design: DesignInfo) -> CompiledForm:
    """Return a design as a form that can be filled in."""
    return CompiledForm(key=design.key, version=0, title=design.title, schema=design.schema, ui=design.ui)


def _known_files(request: ActorRequest, form: CompiledForm) -> dict[str, KeptFile]:
    """Return the files that the page sent back by their tokens, except those taken away."""
    owner = str(request.actor.user_id)
    known: dict[str, KeptFile] = {}
    for field in form.description.fields:
        if field.kind is FieldKind.ATTACHMENT and not request.POST.get(f"{field.name}-drop"):
            kept = read_file_token(request.POST.get(f"{field.name}-kept", ""), owner=owner)
            known |= {field.name: kept} if kept else {}
    return known


def sent_form(request: ActorRequest, form: CompiledForm, **options: Any) -> AnswerForm:
    """Return the form as it was sent, its files stored; not judged where only another line was asked for."""
    owner = str(request.actor.user_id)
    known = _known_files(request, form)
    uploads = {name: upload for name, upload in request.FILES.items() if isinstance(upload, UploadedFile)}
    taken = services.take_files(form=form, uploads=uploads, known=known, actor=request.actor, now=timezone.now())
    page = form.django_form(request.POST, attached=taken.kept, owner=owner, **options)
    if page.reshapes:
        return form.django_form(request.POST, attached=taken.kept, owner=owner, judged=False, **options)
    for name, message in taken.errors.items():
        page.add_error(name, message)
    return page


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: ActorRequest, key: str) -> HttpResponse:
    """Show a form as people will see it, and file it on trial."""
    design = queries.get_design(key=key, viewer=request.actor)
    errors = queries.design_errors(design)
    if errors:
        return render(request, "forms/preview.html", {"design": design, "errors": errors}, status=409)
    form = compiled_design(design)
    address = reverse("forms:preview", args=[key])
    draft = queries.find_draft(viewer=request.actor, purpose=PURPOSE, subject=key)
    if request.method == "POST":
        page = sent_form(request, form)
        if page.is_valid():
            uuid = services.file_trial(
                form=form, answers=page.answers(), files=page.attached, actor=request.actor, now=timezone.now()
            )
            services.discard_draft(purpose=PURPOSE, subject=key, actor=request.actor)
            return redirect("forms:trial", uuid)
    elif draft:
        page = form.django_form(query_of(draft), judged=False, owner=str(request.actor.user_id))
    else:
        page = form.django_form(owner=str(request.actor.user_id))
    context = {
        "design": design, "form": page, "draft": draft, "trials": queries.list_trials(key=key, viewer=request.actor),
        "token": queries.draft_token(form=form, purpose=PURPOSE, subject=key, title=design.title, url=address),
    }  # fmt: skip
    return render(request, "forms/preview.html", context, status=422 if page.errors else 200)


def _compiled_trial(shown: TrialInfo) -> CompiledForm:
    return CompiledForm(key=shown.key, version=0, title=shown.title, schema=shown.schema, ui=shown.ui)


def _lines(shown: TrialInfo, form: CompiledForm) -> list[tuple[str, str, str, str, bool]]:
    """Return the answers as (name, question, answer, mark, may be marked), unanswered ones too."""
    lines = []
    unasked = form.hidden(shown.answers)
    for field in form.description.fields:
        if field.name not in unasked:
            value = shown.answers.get(field.name)
            kept = shown.files.get(value) if isinstance(value, str) else None
            text = kept.name if kept else "" if value in ("", None) else shown_answer(field, value)
            lines.append((field.name, field.label, text, shown.marks.get(field.name, ""), not field.compute))
    return lines


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show a trial filing as an officer would; a POST marks what is to be corrected."""
    shown = queries.get_trial(uuid=uuid, viewer=request.actor)
    form = _compiled_trial(shown)
    problem = ""
    if request.method == "POST":
        names = request.POST.getlist("sai")
        marks = {name: request.POST.get(f"ly-do-{name}", "").replace("\0", "") for name in names}
        try:
            services.mark_trial(uuid=uuid, marks=marks, expected_version=_version(request), actor=request.actor)
        except Invalid as refusal:
            problem = refusal.message
        else:
            return redirect("forms:trial", uuid)
    context = {"shown": shown, "lines": _lines(shown, form), "problem": problem}
    return render(request, "forms/trial.html", context, status=422 if problem else 200)


def _version(request: ActorRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Correct what is marked; everything else is shown and cannot be changed."""
    shown = queries.get_trial(uuid=uuid, viewer=request.actor)
    if not shown.marks:
        return redirect("forms:trial", uuid)
    form = _compiled_trial(shown)
    only = queries.editable_fields(form=form, marked=shown.marks, before=shown.answers)
    named = {name: shown.files[value] for name, value in shown.answers.items()
             if isinstance(value, str) and value in shown.files}  # fmt: skip
    owner = str(request.actor.user_id)
    if request.method == "POST":
        page = sent_form(request, form, only=only, initial=shown.answers)
        if page.is_valid():
            services.correct_trial(
                uuid=uuid, sent=page.answers(), files=page.attached, expected_version=_version(request),
                actor=request.actor,
            )  # fmt: skip
            return redirect("forms:trial", uuid)
    else:
        page = form.django_form(initial=shown.answers, only=only, attached=named, owner=owner)
    marks = [(form.description.by_name[name].label, text) for name, text in shown.marks.items()]
    context = {"shown": shown, "form": page, "marks": marks}
    return render(request, "forms/correction.html", context, status=422 if page.errors else 200)
