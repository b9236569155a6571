"""A change of a calendar: what it does, applying it, dropping it, how far due dates have moved."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import answer_form, shown_on

from .. import queries, services
from ..contracts import ChangeState
from ..forms import ApplyForm
from ..policy import MANAGE, SEE


@access(SEE)
@require_safe
def change(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show what a change says and does; while due dates move, how far that is."""
    shown = queries.get_change(uuid=uuid, viewer=request.actor)
    form = ApplyForm(initial={"version": shown.version})
    # While due dates move, htmx asks for the part alone; when that is over, the whole page is shown once more.
    asked = request.headers.get("HX-Request") == "true"
    moving = shown.state is ChangeState.MOVING
    template = "calendars/change.html#progress" if asked and moving else "calendars/change.html"
    response = render(request, template, {"shown": shown, "form": form})
    if asked and not moving:
        response["HX-Refresh"] = "true"
    return response


@access(MANAGE)
@require_POST
def apply(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Apply a change that was looked at."""
    form = ApplyForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            services.apply_change(
                uuid=uuid,
                reason=form.cleaned_data["reason"],
                move_due_dates=form.cleaned_data["due_dates"] == "move",
                expected_version=form.cleaned_data["version"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The change is applied."))
            return redirect("calendars:change", uuid)
    shown = queries.get_change(uuid=uuid, viewer=request.actor)
    return answer_form(request, "calendars/change.html", form, {"shown": shown})


@access(MANAGE)
@require_POST
def drop(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Drop a change that is not wanted after all."""
    shown = queries.get_change(uuid=uuid, viewer=request.actor)
    services.drop_change(uuid=uuid, actor=request.actor, now=timezone.now())
    messages.success(request, _("The change is dropped; the calendar stays as it was."))
    return redirect("calendars:show", shown.calendar_id)
