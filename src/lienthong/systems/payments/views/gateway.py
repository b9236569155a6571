"""What needs no sign-in: the payer's page, and the calls of gateways."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.systems.payments import queries, services
from lienthong.systems.payments.contracts import LARGEST_CALL, DemandState, Verdict

from .labels import LOOKS, STATES
from .one import offers_of

# What a gateway is answered; it calls again after anything but 2xx, and that would help only after a forged one.
STATUS = {Verdict.ACCEPTED: 200, Verdict.REPLAYED: 200, Verdict.FORGED: 403}
KEPT = 202


@access(PUBLIC)
@csrf_exempt  # a machine calls; the signature over its words is the proof
@require_POST
def hear(request: ActorRequest, provider: str) -> HttpResponse:
    """Take what a gateway tells of a payment (R-52)."""
    verdict = services.hear_gateway(provider=provider, body=request.read(LARGEST_CALL + 1), now=timezone.now())
    return JsonResponse({"result": verdict.value}, status=STATUS.get(verdict, KEPT))


@access(PUBLIC)
@never_cache
@require_safe
def pay(request: ActorRequest, reference: str) -> HttpResponse:
    """Show the payer what is due and how to pay; browsers come back here and change nothing by it (R-53)."""
    found = queries.find_public(reference=reference)
    waiting = found.state is DemandState.WAITING
    context = {
        "found": found,
        "bill": found.bill,
        "state": STATES[found.state],
        "look": LOOKS[found.state],
        "waiting": waiting,
        "offers": offers_of(request, found.bill) if waiting else (),
    }
    return render(request, "payments/pay.html", context)
