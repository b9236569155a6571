"""Editing a template: beginning, its text, trying it out, publishing, going back."""

from base64 import b64encode
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.papers import queries, services
from lienthong.kernel.papers.contracts import (
    EDIT_TEMPLATES,
    PUBLISH_TEMPLATES,
    SEE_TEMPLATES,
    TemplateInfo,
    TemplateKind,
    Trial,
)
from lienthong.kernel.papers.forms import BeginForm, PublishForm, SourceForm
from lienthong.kernel.ui.services import answer_form, shown_on

TRY, SAVE = "xem", "luu"


@access(EDIT_TEMPLATES)
@require_POST
def begin(request: ActorRequest, slug: str) -> HttpResponse:
    """Begin to edit a template, for all agencies or for one."""
    form = BeginForm(request.POST)
    shown = queries.get_template(slug=slug, viewer=request.actor, now=timezone.now())
    if form.is_valid():
        with shown_on(form):
            begun = services.begin_template(
                key=shown.key, agency_code=form.cleaned_data["agency_code"], actor=request.actor, now=timezone.now()
            )
            return redirect("papers:edit", begun)
    messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect("papers:template", slug)


@access(EDIT_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, slug: str) -> HttpResponse:
    """Show the text of a template; save it, or try it out without saving."""
    shown = _typst(request, slug)
    if not shown.version:
        return redirect("papers:template", slug)
    draft = queries.draft_of(slug=slug, viewer=request.actor)
    first = {"version": shown.version, "source": draft.source}
    form = SourceForm(request.POST or None, samples=shown.samples, initial=first)
    trial: Trial | None = None
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            if request.POST.get("viec") == SAVE:
                return _save(request, slug, given)
            trial = services.try_out(
                slug=slug, sample=given["sample"], source=given["source"], actor=request.actor, now=timezone.now()
            )
    elif request.method != "POST" and shown.samples:
        trial = services.try_out(slug=slug, sample="", actor=request.actor, now=timezone.now())
    return answer_form(request, "papers/edit.html", form, {"shown": shown, **_trial_words(trial)})


def _save(request: ActorRequest, slug: str, given: dict[str, Any]) -> HttpResponse:
    services.change_template(
        slug=slug, source=given["source"], note=given["note"], expected_version=given["version"],
        actor=request.actor, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("The draft is saved. Papers follow it once it is published."))
    return redirect("papers:edit", slug)


@access(EDIT_TEMPLATES)
@require_POST
def preview(request: ActorRequest, slug: str) -> HttpResponse:
    """Answer the editor with pictures of the text as typed, or with what is wrong."""
    shown = _typst(request, slug)
    form = SourceForm(request.POST, samples=shown.samples)
    trial = None
    if form.is_valid():
        with shown_on(form):
            given = form.cleaned_data
            trial = services.try_out(
                slug=slug, sample=given["sample"], source=given["source"], actor=request.actor, now=timezone.now()
            )
    return render(request, "papers/_trial.html", {"shown": shown, "form": form, **_trial_words(trial)})


@access(SEE_TEMPLATES)
@require_safe
def sample_pdf(request: ActorRequest, slug: str) -> HttpResponse:
    """Show the draft as a PDF with sample data."""
    _typst(request, slug)
    pdf = services.print_sample(slug=slug, sample=request.GET.get("mau", ""), actor=request.actor)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="ban-thu.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@access(PUBLISH_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest, slug: str) -> HttpResponse:
    """Show what publishing would change, and publish."""
    shown = queries.get_template(slug=slug, viewer=request.actor, now=timezone.now())
    first = {"version": shown.version, "valid_from": timezone.localdate()}
    form = PublishForm(request.POST or None, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            event, _kept = services.publish_template(
                slug=slug, reason=given["reason"], valid_from=given["valid_from"], expected_version=given["version"],
                actor=request.actor, now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Version %(number)d is published.") % {"number": event.number})
            return redirect("papers:template", slug)
    lines = () if shown.kind is TemplateKind.WORD or not shown.version else queries.compare_versions(
        slug=slug, older=shown.published, newer=None, viewer=request.actor
    )  # fmt: skip
    return answer_form(request, "papers/publish.html", form, {"shown": shown, "lines": lines})


@access(EDIT_TEMPLATES)
@require_POST
def go_back(request: ActorRequest, slug: str, number: int) -> HttpResponse:
    """Take an earlier version into the draft."""
    services.go_back(slug=slug, number=number, actor=request.actor, now=timezone.now())
    messages.success(
        request, _("Version %(number)d is the draft now. Publish it to let it count.") % {"number": number}
    )
    return redirect("papers:template", slug)


def _typst(request: ActorRequest, slug: str) -> TemplateInfo:
    shown = queries.get_template(slug=slug, viewer=request.actor, now=timezone.now())
    if shown.kind is not TemplateKind.TYPST:
        raise NotFound(_("There is no such template."))
    return shown


def _trial_words(trial: Trial | None) -> dict[str, Any]:
    pictures = [b64encode(picture).decode() for picture in trial.pictures] if trial else []
    return {"trial": trial, "pictures": pictures}
