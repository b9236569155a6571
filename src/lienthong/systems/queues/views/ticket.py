"""The page of a ticket on its holder's telephone, and its slip. The address is the right to it; it names nobody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.contracts import Conflict, Invalid
from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.papers import services as papers
from lienthong.systems.queues import queries, services
from lienthong.systems.queues.contracts import ENDED, TicketState
from lienthong.systems.queues.printing import slip_context

from .kiosk import follow_address
from .labels import STATES, beat, private, spoken

# A browser's own viewer of PDF does not start under `sandbox`; the slip is ours and sent with `nosniff`.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@access(PUBLIC)
@require_safe
def show(request: ActorRequest, ticket: UUID) -> HttpResponse:
    """Show place in line, expected wait, and where to go; asked with what it has seen, the part that changed."""
    return _page(request, ticket)


@access(PUBLIC)
@require_POST
def tell(request: ActorRequest, ticket: UUID) -> HttpResponse:
    """Keep a telephone for today, to be told when few are ahead."""
    try:
        services.ask_to_be_told(ticket=ticket, phone=request.POST.get("phone", "")[:30], now=timezone.now())
    except Invalid as refusal:
        return _page(request, ticket, problem=refusal.message, typed=request.POST.get("phone", "")[:30], status=422)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("queues:ticket", ticket)
    messages.success(request, _("You will get a message when few people are ahead."))
    return redirect("queues:ticket", ticket)


@access(PUBLIC)
@require_POST
def leave(request: ActorRequest, ticket: UUID) -> HttpResponse:
    """Give the ticket up."""
    try:
        services.leave_line(ticket=ticket, now=timezone.now())
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    return redirect("queues:ticket", ticket)


@access(PUBLIC)
@require_safe
def slip(request: ActorRequest, ticket: UUID) -> HttpResponse:  # noqa: ARG001  every view is given the request
    """Print the slip, 80 mm wide."""
    now = timezone.now()
    seen = queries.ticket_page(uuid=ticket, now=now)
    context = slip_context(seen, address=follow_address(ticket))
    pdf = papers.render(template="queue-slip", context=context, now=now, agency_id=seen.desk.agency_id)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{seen.code}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = POLICY
    return private(response)


def _page(
    request: ActorRequest, ticket: UUID, *, problem: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    seen_before = beat(request)
    if seen_before >= 0 and queries.ticket_version(uuid=ticket) == seen_before:
        return private(HttpResponse(status=204))
    seen = queries.ticket_page(uuid=ticket, now=timezone.now())
    context = {
        "seen": seen,
        "name": spoken(seen.class_name, seen.class_name_en),
        "place": spoken(seen.desk.name, seen.desk.name_en),
        "state": STATES[seen.state],
        "waits": seen.state is TicketState.WAITING,
        "ended": seen.state in ENDED,
        "problem": problem,
        "typed": typed,
    }
    template = "queues/ticket_part.html" if seen_before >= 0 else "queues/ticket.html"
    return private(render(request, template, context, status=status))
