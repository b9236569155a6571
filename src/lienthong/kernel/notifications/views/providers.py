"""Providers, and addresses to which nothing more is sent."""

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access

from .. import queries, services
from ..contracts import MANAGE, SEE
from .asked import before_asked


@access(SEE)
@require_safe
def providers(request: ActorRequest) -> HttpResponse:
    """Show the providers and how they are doing."""
    rows = queries.list_providers(viewer=request.actor, now=timezone.now())
    context = {"rows": rows, "may_manage": request.actor.may(MANAGE)}
    return render(request, "notifications/providers.html", context)


@access(MANAGE)
@require_POST
def switch(request: ActorRequest, name: str) -> HttpResponse:
    """Ask a provider no more, or ask it again."""
    off = request.POST.get("off") == "1"
    services.switch_provider(name=name, off=off, actor=request.actor, now=timezone.now())
    notices.success(request, _("It is asked no more.") if off else _("It is asked again."))
    return redirect("notifications:providers")


@access(SEE)
@require_safe
def blocked(request: ActorRequest) -> HttpResponse:
    """List the addresses to which nothing more is sent but what law demands."""
    before = before_asked(request)
    rows, cursor = queries.list_blocked(viewer=request.actor, before=before)
    context = {"rows": rows, "cursor": cursor, "before": before, "may_manage": request.actor.may(MANAGE)}
    return render(request, "notifications/blocked.html", context)


@access(MANAGE)
@require_POST
def unblock(request: ActorRequest, block_id: int) -> HttpResponse:
    """Send to an address again."""
    services.end_block(block_id=block_id, actor=request.actor, now=timezone.now())
    notices.success(request, _("Messages go to this address again."))
    return redirect("notifications:blocked")
