"""Drafts: saved while somebody types, listed, gone on with, discarded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.contracts import DomainError
from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access
from lienthong.kernel.forms import queries, services
from lienthong.kernel.forms.contracts import DraftInfo

# What a page sends besides answers.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "_token", "_number"})


def query_of(draft: DraftInfo) -> QueryDict:
    """Return what was typed as a browser would send it."""
    data = QueryDict(mutable=True)
    for name, value in draft.typed:
        data.appendlist(name, value)
    return data


def _device(request: ActorRequest) -> str:
    agent = request.headers.get("user-agent", "")
    return _("a phone") if "Mobi" in agent else _("a computer")


@access(SIGNED_IN)
@require_POST
def autosave(request: ActorRequest) -> HttpResponse:
    """Keep what is typed; a script of the page sends it a moment after the last key."""
    number = request.POST.get("_number", "0")
    typed = [(name, str(value)) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values]
    try:
        saved = services.save_draft(
            token=request.POST.get("_token", ""), typed=typed, device=_device(request), actor=request.actor,
            expected_number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0,
            now=timezone.now(),
        )  # fmt: skip
    except DomainError as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    said = _("Kept at %(time)s") % {"time": f"{timezone.localtime(saved.updated_at):%H:%M}"}
    return JsonResponse({"number": saved.number, "message": said})


@access(SIGNED_IN)
@require_safe
def drafts(request: ActorRequest) -> HttpResponse:
    """List what somebody began and has not filed."""
    return render(request, "forms/drafts.html", {"drafts": queries.list_drafts(viewer=request.actor)})


@access(SIGNED_IN)
@require_POST
def discard(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Let a draft go."""
    if services.discard_draft(uuid=uuid, actor=request.actor):
        messages.success(request, _("The draft is discarded."))
    return redirect("forms:drafts")
