"""Verifying the signatures of any file, and the evidence that is kept."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.signatures import queries, services
from lienthong.kernel.signatures.forms import VerifyForm
from lienthong.kernel.signatures.words import CHECK
from lienthong.kernel.ui.services import answer_form, shown_on


@access(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def verify_signatures(request: ActorRequest) -> HttpResponse:
    """Take a file, verify it and lead to what was found; show what the viewer verified lately."""
    form = VerifyForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with shown_on(form):
            data = file.read(services.LARGEST_VERIFIED + 1)
            uuid = services.record_verification(
                data=data, name=file.name or "", actor=request.actor, now=timezone.now()
            )
            return redirect("verification", uuid)
    context = {"rows": queries.list_verifications(viewer=request.actor)}
    return answer_form(request, "signatures/verify.html", form, context)


@access(OFFICER)
@require_safe
def verification(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show each check of each signature, in the order of signing."""
    shown = queries.get_verification(uuid=uuid, viewer=request.actor)
    lines = queries.list_signer_lines(sha256=shown.sha256)
    named = [(one, [(CHECK[check.name], check) for check in one.checks]) for one in shown.report.signatures]
    return render(request, "signatures/verification.html", {"shown": shown, "signatures": named, "lines": lines})
