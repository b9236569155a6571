"""The list of templates, one of them, and its versions."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.papers import queries
from lienthong.kernel.papers.contracts import (
    EDIT_TEMPLATES,
    PUBLISH_TEMPLATES,
    SEE_TEMPLATES,
    TemplateInfo,
    TemplateKind,
)
from lienthong.kernel.papers.forms import BeginForm
from lienthong.kernel.papers.words import KIND
from lienthong.kernel.ui.services import Column, number_asked, send_table, words_asked

COLUMNS = (
    Column[TemplateInfo](gettext_lazy("Template"), lambda each: each.title, 48),
    Column[TemplateInfo](gettext_lazy("Code"), lambda each: each.slug, 28),
    Column[TemplateInfo](gettext_lazy("Kind"), lambda each: str(KIND[each.kind]), 16),
    Column[TemplateInfo](gettext_lazy("Agency"), lambda each: each.agency_name, 36),
    Column[TemplateInfo](gettext_lazy("Version"), lambda each: each.number, 10),
    Column[TemplateInfo](gettext_lazy("Since"), lambda each: each.since, 14),
    Column[TemplateInfo](gettext_lazy("Changed"), lambda each: each.updated_at, 18),
    Column[TemplateInfo](gettext_lazy("Changed by"), lambda each: each.updated_by, 26),
)
CHANGED = "da-sua"
_MOST_VERSIONS = 100_000


@access(SEE_TEMPLATES)
@require_safe
def templates(request: ActorRequest) -> HttpResponse:
    """List the templates in sight."""
    context = {"rows": _rows(request), "text": words_asked(request), "changed": request.GET.get("xem") == CHANGED}
    return render(request, "papers/templates.html", {**context, "query": request.GET.urlencode()})


@access(SEE_TEMPLATES)
@require_safe
def export_templates(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the list as a file."""
    return send_table(kind=kind, name="mau-giay-to", columns=COLUMNS, rows=iter(_rows(request)))


def _rows(request: ActorRequest) -> tuple[TemplateInfo, ...]:
    wanted = words_asked(request), request.GET.get("xem") == CHANGED
    return queries.list_templates(viewer=request.actor, now=timezone.now(), text=wanted[0], changed=wanted[1])


@access(SEE_TEMPLATES)
@require_safe
def template(request: ActorRequest, slug: str) -> HttpResponse:
    """Show a template: what counts now, its text, its data, what was done to it."""
    shown = queries.get_template(slug=slug, viewer=request.actor, now=timezone.now())
    history = list_history(subject_type="papers.templatedesign", subject_key=slug, limit=20, newest_first=True)
    is_word = shown.kind is TemplateKind.WORD
    context = {
        "shown": shown,
        "is_word": is_word,
        "source": "" if is_word else queries.draft_of(slug=slug, viewer=request.actor).source,
        "needs": queries.needs_of(key=shown.key),
        "unknown": queries.unknown_values(key=shown.key, values=shown.values),
        "history": history,
        "form": BeginForm(),
        "may_edit": request.actor.may(EDIT_TEMPLATES),
        "may_publish": request.actor.may(PUBLISH_TEMPLATES),
    }
    return render(request, "papers/template.html", context)


@access(SEE_TEMPLATES)
@require_safe
def versions(request: ActorRequest, slug: str) -> HttpResponse:
    """List the versions and show what differs between two of them, or between one and the draft."""
    viewer = request.actor
    shown = queries.get_template(slug=slug, viewer=viewer, now=timezone.now())
    listed = queries.list_versions(slug=slug, viewer=viewer)
    numbers = [0, *(each.number for each in listed)]
    older = _asked(request, "tu", numbers)
    newer = _asked(request, "den", numbers)
    older = max(numbers) if older is None else older
    lines = () if shown.kind is TemplateKind.WORD else queries.compare_versions(
        slug=slug, older=older, newer=newer, viewer=viewer
    )  # fmt: skip
    context = {
        "shown": shown,
        "versions": listed,
        "older": older,
        "newer": newer,
        "lines": lines,
        "numbers": numbers,
        "is_word": shown.kind is TemplateKind.WORD,
        "may_edit": bool(shown.may),
    }
    return render(request, "papers/versions.html", context)


@access(SEE_TEMPLATES)
@require_safe
def version_source(request: ActorRequest, slug: str, number: int) -> HttpResponse:
    """Give the text of a version, to be kept elsewhere."""
    text = queries.source_of(slug=slug, number=number, viewer=request.actor)
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mau-{number}.typ"'
    return answer


def _asked(request: ActorRequest, name: str, numbers: list[int]) -> int | None:
    asked = number_asked(request, name, least=0, most=_MOST_VERSIONS, otherwise=-1)
    return asked if asked in numbers else None
