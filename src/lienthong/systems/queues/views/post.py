"""The officer's counter: choose where to sit, then call, serve, send on, one key each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.contracts import Conflict, Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.systems.queues import queries, services
from lienthong.systems.queues.contracts import SERVE, CounterState, NobodyWaits, TicketState

from .labels import COUNTER_LOOKS, COUNTERS, beat

ACTS: dict[str, Callable[..., Any]] = {
    "mo": services.open_counter,
    "dong": services.close_counter,
    "goi": services.call_next,
    "goi-lai": services.call_again,
    "bat-dau": services.start_serving,
    "xong": services.end_serving,
    "vang": services.mark_absent,
}


@access(SERVE)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the officer's counter and its line, or the counters at which one may sit down."""
    found, now = queries.find_seat(viewer=request.actor), timezone.now()
    if found is None:
        desks = [
            (desk, [(each, COUNTERS[each.state], COUNTER_LOOKS[each.state]) for each in queries.counters_of(desk=desk)])
            for desk in queries.list_desks(viewer=request.actor, permission=SERVE)
        ]
        return render(request, "queues/sit_down.html", {"desks": desks})
    desk, counter = found
    seen = beat(request)
    if seen >= 0 and desk.version == seen:
        return HttpResponse(status=204)
    seat = queries.get_seat(desk=desk, counter=counter, now=now)
    context = {
        "seat": seat,
        "now": now,
        "paused": counter.state is CounterState.PAUSED,
        "called": seat.here is not None and seat.here.state is TicketState.CALLED,
        "serving": seat.here is not None and seat.here.state is TicketState.SERVING,
        "may_go_to": [each for each in seat.others if each.state is not CounterState.CLOSED],
        "counters": [(each, COUNTERS[each.state], COUNTER_LOOKS[each.state]) for each in seat.others],
    }
    return render(request, "queues/post_line.html" if seen >= 0 else "queues/post.html", context)


@access(SERVE)
@require_POST
def do_act(request: ActorRequest, counter: UUID, act: str) -> HttpResponse:
    """Do an act at a counter; what cannot be done is said on the page of the counter."""
    desk = queries.desk_of_counter(uuid=counter, viewer=request.actor)
    given: dict[str, Any] = {"uuid": desk.uuid, "counter": counter, "actor": request.actor, "now": timezone.now()}
    try:
        if act == "goi":
            _call_or_end(request, given)
        elif act == "tam-dung":
            services.pause_counter(**given, reason=request.POST.get("reason", ""))
        elif act == "chuyen":
            services.transfer_ticket(**given, **_sent_on(request))
        elif act in ACTS:
            ACTS[act](**given)
        else:
            raise Http404
    except (Conflict, Invalid) as refusal:
        words = [error.message for error in refusal.errors] if isinstance(refusal, Invalid) else []
        messages.warning(request, ". ".join(words) or refusal.message)
    return redirect("queues:post")


def _call_or_end(request: ActorRequest, given: dict[str, Any]) -> None:
    """Call the next; when nobody waits, the key still ends who is served."""
    try:
        services.call_next(**given)
    except NobodyWaits:
        found = queries.find_seat(viewer=request.actor)
        here = queries.get_seat(desk=found[0], counter=found[1], now=given["now"]).here if found else None
        if here is None or here.state is not TicketState.SERVING:
            raise
        services.end_serving(**given)
        messages.success(request, _("%(code)s is done. Nobody else waits.") % {"code": here.code})


def _sent_on(request: ActorRequest) -> dict[str, Any]:
    """Return where somebody is to be sent; a counter that is no counter names none of the desk."""
    target = request.POST.get("target", "")
    try:
        wanted = UUID(target) if target else None
    except ValueError:
        wanted = UUID(int=0)
    return {"prefix": request.POST.get("prefix", "")[:2], "target": wanted}
