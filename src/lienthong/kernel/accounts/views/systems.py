"""Connected systems: the list, one of them, a new one, its secret."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.accounts import queries, services
from lienthong.kernel.accounts.contracts import MANAGE, Credentials
from lienthong.kernel.accounts.forms import DisconnectForm, SystemForm
from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import page_asked, pages_beside, words_asked


@access(MANAGE)
@require_safe
def systems(request: ActorRequest) -> HttpResponse:
    """List the connected systems."""
    text, page = words_asked(request), page_asked(request)
    rows, more = queries.list_systems(viewer=request.actor, text=text, page=page)
    context = {"rows": rows, "text": text, "number": page, **pages_beside(page, more=more)}
    return render(request, "accounts/systems.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def connect_system(request: ActorRequest) -> HttpResponse:
    """Ask what the system is, connect it, and show its secret once."""
    form = SystemForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = services.connect_system(draft=form.draft(), actor=request.actor, now=timezone.now())
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.path, error.message)
        else:
            return _show_secret(request, made)
    return render(request, "accounts/connect_system.html", {"form": form}, status=422 if form.errors else 200)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def system(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show one system; end its connection."""
    form = DisconnectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.disconnect_system(uuid=uuid, reason=reason, actor=request.actor, now=timezone.now())
        messages.success(request, _("The system is connected no more."))
        return redirect("system", uuid)
    context = {"shown": queries.get_system(uuid=uuid, viewer=request.actor), "form": form}
    return render(request, "accounts/system.html", context, status=422 if form.errors else 200)


@access(MANAGE)
@require_POST
def renew_secret(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Give the system a new secret and show it once."""
    return _show_secret(request, services.renew_secret(uuid=uuid, actor=request.actor, now=timezone.now()))


@never_cache
def _show_secret(request: ActorRequest, made: Credentials) -> HttpResponse:
    return render(request, "accounts/system_secret.html", {"made": made})
