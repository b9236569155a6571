"""Events that wait or could not be told, and trying them again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts import services
from lienthong.kernel.acts.access import access
from lienthong.kernel.acts.requests import ActorRequest
from lienthong.kernel.acts.services.retry_event import RETRY
from lienthong.kernel.events import queries as events

PAGE = 50
LONGEST_PLACE = 18


@access("events.see")
@require_safe
def undelivered(request: ActorRequest) -> HttpResponse:
    """List dead letters, or what waits."""
    asked = request.GET.get("sau", "")
    waiting, dead = events.count_undelivered()
    shows_waiting = request.GET.get("xem") == "cho"
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_PLACE else None
    rows = events.list_undelivered(dead=not shows_waiting, before=before, limit=PAGE + 1)
    context = {
        "rows": rows[:PAGE],
        "next_place": rows[PAGE - 1].place if len(rows) > PAGE else None,
        "waiting": waiting,
        "dead": dead,
        "shows_waiting": shows_waiting,
        "may_retry": request.actor.may(RETRY),
    }
    return render(request, "acts/undelivered.html", context)


@access(RETRY)
@require_POST
def retry(request: ActorRequest, event_id: str) -> HttpResponse:
    """Put one dead letter back in line."""
    services.retry_event(event_id=event_id, actor=request.actor, now=timezone.now())
    messages.success(request, _("The event is in line again."))
    return redirect("undelivered_events")
