"""How far a mailing is."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access

from .. import queries
from ..contracts import SEE


@access(SEE)
@require_safe
def mailing(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show a mailing with its messages counted by state."""
    shown = queries.get_mailing(uuid=uuid, viewer=request.actor)
    return render(request, "notifications/mailing.html", {"shown": shown, "counts": shown.counts.items()})
