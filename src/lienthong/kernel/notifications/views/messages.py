"""What was sent, for administrators and the demonstration."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.extensions import ActorRequest, access

from .. import queries
from ..policy import SEE


@access(SEE)
@require_GET
def messages(request: ActorRequest) -> HttpResponse:
    """List messages, newest first."""
    given = request.GET.get("truoc", "")
    before = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None
    rows, cursor = queries.list_messages(viewer=request.actor, before=before)
    return render(request, "notifications/messages.html", {"rows": rows, "cursor": cursor, "before": before})
