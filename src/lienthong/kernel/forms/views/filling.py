"""Filling in a published form for oneself: kept while it is typed, on any device, until a system files it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access
from lienthong.kernel.forms import queries
from lienthong.kernel.forms.contracts import FILLING
from lienthong.kernel.forms.extensions import Subject

from .drafts import query_of
from .trials import sent_form


@access(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: ActorRequest, key: str) -> HttpResponse:
    """Show a form with what is known of who fills it in, or the draft; a POST says what is still wrong."""
    draft = queries.find_draft(viewer=request.actor, purpose=FILLING, subject=key[:120].replace("\0", ""))
    form = queries.get_form(key=key, version=draft.form_version if draft else None)
    known = queries.prefill(form=form, subject=Subject("self", ""), viewer=request.actor, now=timezone.now()).sourced
    owner = str(request.actor.user_id)
    if request.method == "POST":
        page = sent_form(request, form, sourced=known)
    elif draft:
        page = form.django_form(query_of(draft), judged=False, owner=owner, sourced=known)
    else:
        page = form.django_form(owner=owner, sourced=known)
    is_checked = request.method == "POST" and page.is_valid()
    spared = queries.papers_waived(form=form, answers=page.present(), sourced=known)
    address = reverse("forms:fill", args=[form.key])
    context: dict[str, Any] = {
        "definition": form, "form": page, "draft": draft, "is_checked": is_checked, "spared": spared,
        "token": queries.draft_token(form=form, purpose=FILLING, subject=form.key, title=form.title, url=address),
    }  # fmt: skip
    return render(request, "forms/fill.html", context, status=422 if page.errors else 200)
