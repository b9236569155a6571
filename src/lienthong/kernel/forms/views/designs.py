"""The list of forms, one form being designed, its versions, and publishing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.contracts import Conflict, Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.forms import queries, services
from lienthong.kernel.forms.contracts import DesignInfo
from lienthong.kernel.forms.forms.designer import NewDesignForm, TitleForm
from lienthong.kernel.forms.policy import DESIGN, PUBLISH
from lienthong.kernel.ui.services import words_asked

from .outline import kinds_offered, outline

STATES = ("changed", "new")


@access(DESIGN)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """List the forms by title."""
    text = words_asked(request)
    state = request.GET.get("xem", "")
    state = state if state in STATES else ""
    found = queries.list_designs(viewer=request.actor, text=text, state=state, after=request.GET.get("sau", "")[:80])
    lines = found[: queries.PAGE]
    context = {"lines": lines, "text": text, "state": state, "next": lines[-1].key if len(found) > len(lines) else ""}
    return render(request, "forms/index.html", context)


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Begin a form, empty or as a copy."""
    form = NewDesignForm(request.POST or None, initial={"like": request.GET.get("nhu", "")[:80]})
    if request.method == "POST" and form.is_valid():
        try:
            key = services.create_design(**form.cleaned_data, actor=request.actor, now=timezone.now())
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.path, error.message)
        except Conflict as refusal:
            form.add_error("key", refusal.message)
        else:
            return redirect("forms:design", key)
    return render(request, "forms/create.html", {"form": form}, status=422 if form.errors else 200)


def design_context(request: ActorRequest, key: str) -> tuple[DesignInfo, dict[str, Any]]:
    """Return a form being designed with what its pages show."""
    design = queries.get_design(key=key, viewer=request.actor)
    errors = queries.design_errors(design)
    return design, {"design": design, "errors": errors, "may_publish": request.actor.may(PUBLISH)}


@access(DESIGN)
@require_safe
def design(request: ActorRequest, key: str) -> HttpResponse:
    """Show a form as its designers have it: sections, questions, what is wrong, versions."""
    shown, context = design_context(request, key)
    context |= {
        "sections": outline(shown),
        "kinds": kinds_offered(in_row=False),
        "versions": queries.list_versions(key=key)[:5],
        "history": list_history(subject_type="forms.formdesign", subject_key=key, limit=8, newest_first=True),
        "title_form": TitleForm(initial={"title": shown.title, "number": shown.number}, prefix="ten"),
    }
    return render(request, "forms/design.html", context)


@access(DESIGN)
@require_POST
def rename(request: ActorRequest, key: str) -> HttpResponse:
    """Give a form another title."""
    form = TitleForm(request.POST, prefix="ten")
    if not form.is_valid():
        messages.error(request, _("Enter a title of at most 300 characters"))
        return redirect("forms:design", key)
    services.change_design(
        key=key, title=form.cleaned_data["title"], note=form.cleaned_data["title"],
        expected_version=form.cleaned_data["number"], actor=request.actor, now=timezone.now(),
    )  # fmt: skip
    return redirect("forms:design", key)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


@access(DESIGN)
@require_safe
def versions(request: ActorRequest, key: str) -> HttpResponse:
    """List the versions and show what differs between two of them."""
    shown, context = design_context(request, key)
    listed = queries.list_versions(key=key)
    numbers = [each.version for each in listed]
    older, newer = _number(request.GET.get("tu", "")), _number(request.GET.get("den", ""))
    if older not in numbers:
        older = shown.published
    if newer not in numbers:
        newer = None
    changes = queries.compare(design=shown, older=older or 0, newer=newer)
    context |= {"versions": listed, "older": older, "newer": newer, "changes": changes}
    return render(request, "forms/versions.html", context)


@access(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest, key: str) -> HttpResponse:
    """Show what publishing would change, and publish."""
    shown, context = design_context(request, key)
    if request.method == "POST":
        number = _number(request.POST.get("number", "")) or 0
        note = request.POST.get("note", "").replace("\0", "")[:500]
        event = services.publish_design(
            key=key, note=note, expected_version=number, actor=request.actor, now=timezone.now()
        )
        messages.success(request, _("Version %(version)d is published.") % {"version": event.version})
        return redirect("forms:design", key)
    context["changes"] = queries.compare(design=shown, older=shown.published)
    return render(request, "forms/publish.html", context)


@access(DESIGN)
@require_safe
def schema_file(request: ActorRequest, key: str) -> HttpResponse:
    """Give the form as JSON, to be kept elsewhere or installed in another province."""
    shown = queries.get_design(key=key, viewer=request.actor)
    body = {"key": shown.key, "title": shown.title, "schema": shown.schema, "ui": shown.ui}
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{shown.key}.json"'
    return answer
