"""Emergency rights: who took them, taking them, giving them back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.accounts import queries, services
from lienthong.kernel.accounts.contracts import MANAGE
from lienthong.kernel.accounts.forms import EmergencyForm
from lienthong.kernel.accounts.middleware import EMERGENCY
from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access
from lienthong.kernel.ui.services import page_asked, pages_beside, words_asked


@access(MANAGE)
@require_safe
def emergency_list(request: ActorRequest) -> HttpResponse:
    """List the rights that were taken."""
    text, page = words_asked(request), page_asked(request)
    rows, more = queries.list_emergency_rights(viewer=request.actor, now=timezone.now(), text=text, page=page)
    context = {"rows": rows, "text": text, **pages_beside(page, more=more)}
    return render(request, "accounts/emergency_list.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_emergency(request: ActorRequest) -> HttpResponse:
    """Ask which rights and what for, and let this session act under them."""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            taken = services.take_emergency_rights(**form.cleaned_data, actor=request.actor, now=timezone.now())
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.path, error.message)
        else:
            request.session[EMERGENCY] = str(taken)
            return redirect("account")
    context = {"form": form, "has_factor": request.actor.has_second_factor}
    return render(request, "accounts/take_emergency.html", context, status=422 if form.errors else 200)


@access(MANAGE)
@require_safe
def emergency(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show rights that were taken and what was done under them."""
    shown, acts = queries.get_emergency_rights(uuid=uuid, viewer=request.actor, now=timezone.now())
    return render(request, "accounts/emergency.html", {"shown": shown, "acts": acts})


@access(SIGNED_IN)
@require_POST
def end_emergency(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Give the rights back."""
    services.end_emergency_rights(uuid=uuid, actor=request.actor, now=timezone.now())
    if request.session.get(EMERGENCY) == str(uuid):
        del request.session[EMERGENCY]
    messages.success(request, _("The emergency rights have ended."))
    return redirect("account")
