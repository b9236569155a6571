"""Choosing in which of one's appointments to act."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.organizations.queries import appointments_of


@access(OFFICER)
@require_POST
def choose_hat(request: ActorRequest) -> HttpResponse:
    """Act from now on in one of one's own appointments."""
    wanted = request.POST.get("appointment", "")
    own = appointments_of(user_id=request.actor.user_id or 0, at=timezone.localdate())
    chosen = next((each.id for each in own if str(each.id) == wanted), None)
    if chosen is None:
        raise NotFound(_("You hold no such position today."))
    request.session["appointment_id"] = chosen
    return redirect("/viec/")
