"""The browsers in which a person is signed in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lienthong.kernel.accounts import services
from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access


@access(SIGNED_IN)
@require_POST
def end_session(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Sign one of one's browsers out."""
    services.end_session(uuid=uuid, actor=request.actor, now=timezone.now())
    messages.success(request, _("The device is signed out."))
    return redirect("account")


@access(SIGNED_IN)
@require_POST
def end_other_sessions(request: ActorRequest) -> HttpResponse:
    """Sign all of one's browsers out but this one."""
    key = request.session.session_key or ""
    ended = services.end_other_sessions(current_key=key, actor=request.actor, now=timezone.now())
    said = ngettext("%(count)s other device is signed out.", "%(count)s other devices are signed out.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("account")
