"""The holder of a receipt asks to take the dossier back; the agency answers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotFound
from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.systems.onestop import queries, services

from ..forms.withdrawing import WithdrawForm
from .tracking import is_locked, locked, private, wrong


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest) -> HttpResponse:
    """Ask why the dossier is taken back, and send it; nothing of the dossier but its procedure is shown."""
    sent = request.POST if request.method == "POST" else request.GET
    number, secret = sent.get("ma", "").strip()[:60], sent.get("khoa", "").strip()[:40]
    there = f"{reverse('onestop:tracking')}?{urlencode({'ma': number, 'khoa': secret})}"
    if is_locked(request, number):
        return locked(request, number)
    try:
        seen = queries.track(number=number, secret=secret, now=timezone.now())
    except NotFound as refusal:
        return wrong(request, number, refusal.message)
    if not seen.may_withdraw:
        return redirect(there)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.ask_withdrawal(
                number=number, secret=secret, actor=request.actor, now=timezone.now(), **form.cleaned_data
            )
        except (Conflict, Invalid) as refusal:
            form.add_error("reason", refusal.message)
        else:
            return redirect(there)
    context = {"seen": seen, "form": form, "number": number, "secret": secret, "there": there}
    return private(render(request, "onestop/withdraw.html", context, status=422 if form.errors else 200))
