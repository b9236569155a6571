"""What needs no sign-in: wanting no more mail, and calls of providers. Each carries its own proof."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access

from .. import rules, services
from ..services.blocking import address_of_token
from ..services.receipts import LARGEST_CALL


@access(PUBLIC)
@csrf_exempt  # RFC 8058: mailboxes send the POST themselves; the token in the address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ActorRequest, token: str) -> HttpResponse:
    """Ask whether mail of these kinds should end, and end it."""
    address, done = address_of_token(token), request.method == "POST"
    if done:
        services.leave_by_token(token=token, now=timezone.now())
    return render(request, "notifications/leave.html", {"address": rules.masked(address), "done": done})


@access(PUBLIC)
@csrf_exempt  # a machine calls; its signature or secret is the proof
@require_http_methods(["POST", "GET"])
def hear(request: ActorRequest, provider: str) -> HttpResponse:
    """Take what a provider tells of messages."""
    services.hear_webhook(
        provider=provider,
        body=request.read(LARGEST_CALL + 1),
        headers=request.headers,
        query=request.GET.dict(),
        now=timezone.now(),
    )
    return HttpResponse("OK", content_type="text/plain")
