"""A person's own notices."""

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access

from .. import queries, services
from .asked import before_asked


@access(SIGNED_IN)
@require_safe
def own_notices(request: ActorRequest) -> HttpResponse:
    """List the notices of the person, newest first."""
    unread_only, before = request.GET.get("chua-doc") == "1", before_asked(request)
    rows, cursor = queries.list_own(viewer=request.actor, unread=unread_only, before=before)
    context = {
        "rows": rows,
        "cursor": cursor,
        "before": before,
        "unread_only": unread_only,
        "unread": queries.count_unread(viewer=request.actor),
    }
    return render(request, "notifications/own.html", context)


@access(SIGNED_IN)
@require_POST
def open_own(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    url = services.open_notice(notice_id=notice_id, actor=request.actor, now=timezone.now())
    if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        return redirect(url)
    return redirect("notifications:own")


@access(SIGNED_IN)
@require_POST
def read_own(request: ActorRequest) -> HttpResponse:
    """Mark all notices as read."""
    services.read_all(actor=request.actor, now=timezone.now())
    notices.success(request, _("All notices are marked as read."))
    return redirect("notifications:own")


@access(SIGNED_IN)
@require_safe
def unread(request: ActorRequest) -> HttpResponse:
    """Answer the bar of the pages with the number of unread notices, after the page itself."""
    return render(request, "notifications/_unread.html", {"unread": queries.count_unread(viewer=request.actor)})
