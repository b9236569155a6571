"""How people want to be told, and what the province sets for those who chose nothing."""

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access
from lienthong.kernel.ui.services import answer_form, shown_on

from .. import queries, services
from ..contracts import MANAGE
from ..forms import ChannelsForm, ChoicesForm


@access(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def own_choices(request: ActorRequest) -> HttpResponse:
    """Ask how the person wants to be told."""
    chosen = queries.chosen(viewer=request.actor)
    lines = queries.kind_lines(choices=chosen, language=get_language() or "vi", officers=request.actor.is_officer)
    initial = {
        "language": chosen.language,
        "quiet_from": chosen.quiet_from,
        "quiet_to": chosen.quiet_to,
        "digest": chosen.digest,
    }
    form = ChoicesForm(request.POST if request.method == "POST" else None, lines=lines, initial=initial)
    if form.is_valid():
        with shown_on(form):
            services.save_choices(choices=form.choices(), actor=request.actor, now=timezone.now())
            notices.success(request, _("Your choices are kept."))
            return redirect("notifications:choices")
    return answer_form(request, "notifications/choices.html", form, _fields(form))


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def province_channels(request: ActorRequest) -> HttpResponse:
    """Ask over which channels kinds of messages go for people who chose nothing."""
    lines = queries.province_lines(language=get_language() or "vi")
    form = ChannelsForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_valid():
        with shown_on(form):
            services.save_province_channels(channels=form.chosen(), actor=request.actor, now=timezone.now())
            notices.success(request, _("These channels count from now on."))
            return redirect("notifications:province_channels")
    return answer_form(request, "notifications/province_channels.html", form, _fields(form))


def _fields(form: ChannelsForm) -> dict[str, object]:
    return {
        "kinds": [(form[f"kenh-{number}"], line) for number, line in enumerate(form.lines)],
        "others": [form[name] for name in form.fields if not name.startswith("kenh-")],
    }
