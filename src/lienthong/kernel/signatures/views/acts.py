"""Acts on one certificate, each asked on a page of its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.extensions import Act, ActorRequest, access
from lienthong.kernel.signatures import queries, services
from lienthong.kernel.signatures.contracts import MANAGE
from lienthong.kernel.signatures.forms import ConfirmForm, IssueForm, ReasonForm
from lienthong.kernel.ui.services import answer_form, shown_on

Way = tuple[Act[Any, Any], type[forms.Form], Callable[[dict[str, Any]], dict[str, Any]]]
WAYS: dict[str, Way] = {
    "cap": (services.issue_certificate, IssueForm, lambda given: {"pem": services.as_pem(given["file"].read())}),
    "dung": (services.use_certificate, ConfirmForm, lambda _given: {}),
    "tam-dung": (services.suspend_certificate, ReasonForm, lambda given: {"reason": given["reason"]}),
    "dung-lai": (services.resume_certificate, ConfirmForm, lambda _given: {}),
    "thu-hoi": (services.revoke_certificate, ReasonForm, lambda given: {"reason": given["reason"]}),
}


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def act_on_certificate(request: ActorRequest, uuid: UUID, way: str) -> HttpResponse:
    """Ask what the act needs, and do it."""
    if way not in WAYS:
        raise Http404
    act, kind, inputs = WAYS[way]
    shown = queries.get_certificate(uuid=uuid, viewer=request.actor, now=timezone.now())
    form = kind(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        with shown_on(form):
            act(uuid=uuid, actor=request.actor, now=timezone.now(), **inputs(form.cleaned_data))
            messages.success(request, _("Done, and written into the history."))
            return redirect("certificate", uuid)
    context = {"shown": shown, "act": act.declaration(), "is_open": act.name in shown.may}
    return answer_form(request, "signatures/act.html", form, context)
