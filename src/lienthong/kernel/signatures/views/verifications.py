"""Verifying the signatures of any file, and the evidence that is kept."""

from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.signatures import queries, services
from lienthong.kernel.signatures.forms import VerifyForm
from lienthong.kernel.signatures.words import CHECK
from lienthong.kernel.ui.services import answer_form, shown_on


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def verify_signatures(request: ActorRequest) -> HttpResponse:
    """Take a file, verify it and lead to what was found; show what the viewer verified lately."""
    form = VerifyForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with shown_on(form):
            _require_turn(request)
            data = file.read(services.LARGEST_VERIFIED + 1)
            uuid = services.record_verification(
                data=data, name=file.name or "", actor=request.actor, now=timezone.now()
            )
            return redirect("verification", uuid)
    context = {"rows": queries.list_verifications(viewer=request.actor), "shell": _shell(request)}
    return answer_form(request, "signatures/verify.html", form, context)


@access(PUBLIC)
@require_safe
def verification(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show each check of each signature, in the order of signing."""
    shown = queries.get_verification(uuid=uuid, viewer=request.actor)
    lines = queries.list_signer_lines(sha256=shown.sha256)
    named = [(one, [(CHECK[check.name], check) for check in one.checks]) for one in shown.report.signatures]
    context = {"shown": shown, "signatures": named, "lines": lines, "shell": _shell(request)}
    return render(request, "signatures/verification.html", context)


def _require_turn(request: ActorRequest) -> None:
    """Let strangers verify only so often, for reading a file takes work.

    :raises Invalid: too many files came from this address
    """
    limits = settings.SIGNATURES_RATE_LIMITS
    if not request.actor.is_signed_in and not ratelimit.consume(
        request, app="signatures", action="verify", config=limits
    ):
        raise Invalid(_("Too many files came from your address. Wait a minute, or sign in."))


def _shell(request: ActorRequest) -> str:
    """Return the page in which officers, and all others, see this."""
    return "ui/workspace.html" if request.actor.is_officer else "ui/citizen.html"
