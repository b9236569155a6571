"""Texts of messages: which there are, and writing one."""

from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import answer_form, shown_on, words_asked

from .. import queries, services
from ..contracts import MANAGE
from ..forms import PlaceForm, TextForm


@access(MANAGE)
@require_safe
def texts(request: ActorRequest) -> HttpResponse:
    """List the kinds of messages with their texts."""
    wanted = words_asked(request)
    rows = queries.list_texts(viewer=request.actor, language=get_language() or "vi", text=wanted)
    return render(request, "notifications/texts.html", {"rows": rows, "wanted": wanted})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_text(request: ActorRequest, key: str) -> HttpResponse:
    """Ask for which language, channel and agency the text is; the usual one is offered first."""
    form = PlaceForm(request.POST if request.method == "POST" else None)
    rows = queries.list_texts(viewer=request.actor, language=get_language() or "vi")
    line = next((each for each in rows if each.key == key), None)
    if form.is_valid():
        with shown_on(form):
            uuid = services.draft_of(key=key, **form.cleaned_data, actor=request.actor, now=timezone.now())
            return redirect("notifications:text", uuid)
    return (
        answer_form(request, "notifications/choose_text.html", form, {"line": line, "key": key})
        if line
        else redirect("notifications:texts")
    )


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write a text, see how it looks and what it costs."""
    shown = queries.get_text(uuid=uuid, viewer=request.actor, language=get_language() or "vi")
    initial = {"subject": shown.subject, "body": shown.body, "plain": shown.plain}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with shown_on(form):
            services.save_draft(uuid=uuid, **form.cleaned_data, actor=request.actor, now=timezone.now())
            notices.success(request, _("The draft is kept. Messages go on with the text in force."))
            return redirect("notifications:text", uuid)
    written = form.data if form.is_bound else initial
    subject, body = str(written.get("subject", "")), str(written.get("body", ""))
    context = {"shown": shown, "preview": queries.preview(key=shown.key, subject=subject, body=body)}
    return answer_form(request, "notifications/text.html", form, context)


@access(MANAGE)
@require_POST
def publish(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Let messages be written with the draft."""
    services.publish_text(uuid=uuid, actor=request.actor, now=timezone.now())
    notices.success(request, _("Published. New messages are written with it."))
    return redirect("notifications:text", uuid)


@access(MANAGE)
@require_POST
def try_text(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Send the draft to oneself."""
    count = services.send_trial(uuid=uuid, actor=request.actor, now=timezone.now())
    said = ngettext("Sent to you over %(count)s channel.", "Sent to you over %(count)s channels.", count)
    notices.success(request, said % {"count": count})
    return redirect("notifications:text", uuid)


@access(MANAGE)
@require_POST
def discard(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Throw the draft away."""
    services.discard_draft(uuid=uuid, actor=request.actor, now=timezone.now())
    notices.success(request, _("The draft is gone; the text in force stays."))
    return redirect("notifications:texts")
