"""The list of webhooks, a new one, and one of them with its log."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import (
    Column,
    answer_form,
    number_asked,
    page_asked,
    pages_beside,
    send_table,
    shown_on,
    words_asked,
)
from lienthong.kernel.webhooks import queries, services
from lienthong.kernel.webhooks.contracts import MANAGE, DeliveryInfo, DeliveryState, WebhookState
from lienthong.kernel.webhooks.forms import WebhookForm
from lienthong.kernel.webhooks.words import DELIVERY, DELIVERY_LOOK, STATE, STATE_LOOK

COLUMNS = (
    Column[DeliveryInfo](gettext_lazy("Happened"), lambda row: row.created_at),
    Column[DeliveryInfo](gettext_lazy("Kind of event"), lambda row: row.type, 44),
    Column[DeliveryInfo](gettext_lazy("About"), lambda row: row.subject, 26),
    Column[DeliveryInfo](gettext_lazy("State"), lambda row: str(DELIVERY[row.state]), 14),
    Column[DeliveryInfo](gettext_lazy("Times tried"), lambda row: row.attempts, 10),
    Column[DeliveryInfo](gettext_lazy("Last try"), lambda row: row.tried_at),
    Column[DeliveryInfo](gettext_lazy("Answer"), lambda row: row.status, 10),
    Column[DeliveryInfo](gettext_lazy("Milliseconds"), lambda row: row.took_ms, 12),
    Column[DeliveryInfo](gettext_lazy("What was said"), lambda row: row.answer, 50),
    Column[DeliveryInfo](gettext_lazy("Number of the event"), lambda row: str(row.event_id), 38),
)
STATES = {"hoat-dong": WebhookState.ACTIVE, "tam-dung": WebhookState.PAUSED, "ngung": WebhookState.DISABLED,
          "ket-thuc": WebhookState.ENDED}  # fmt: skip
SENT = {"cho": DeliveryState.WAITING, "da-nhan": DeliveryState.SENT, "loi": DeliveryState.DEAD}
ACTS: Mapping[str, tuple[Callable[..., object], str | Promise]] = {
    "tam-dung": (services.pause_webhook, gettext_lazy("Nothing is sent until you go on.")),
    "tiep-tuc": (services.resume_webhook, gettext_lazy("It goes on where it stopped.")),
    "thu": (services.send_test, gettext_lazy("The trial is on its way; its answer stands below in a moment.")),
    "ket-thuc": (services.end_webhook, gettext_lazy("The webhook has ended.")),
}
LARGEST_ID = 10**15


@access(MANAGE)
@require_safe
def webhooks(request: ActorRequest) -> HttpResponse:
    """List the webhooks of all systems."""
    state, text, page = STATES.get(request.GET.get("xem", "")), words_asked(request), page_asked(request)
    rows, more = queries.list_webhooks(viewer=request.actor, state=state, text=text, page=page)
    context = {
        "rows": [(row, STATE[row.state], STATE_LOOK[row.state]) for row in rows],
        "views": [(name, STATE[each], each is state) for name, each in STATES.items()],
        "state": state,
        "text": text,
        **pages_beside(page, more=more),
    }
    return render(request, "webhooks/webhooks.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_webhook(request: ActorRequest) -> HttpResponse:
    """Ask for which system and where to, make it, and show its secret once."""
    form = WebhookForm(request.POST if request.method == "POST" else None, viewer=request.actor)
    if form.is_valid():
        with shown_on(form):
            uuid, secret = services.create_webhook(
                draft=form.draft(),
                actor=request.actor,
                now=timezone.now(),
                system_id=int(form.cleaned_data["system"]),
            )
            return _show_secret(request, uuid, secret)
    return answer_form(request, "webhooks/create.html", form)


@access(MANAGE)
@require_safe
def webhook(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show one webhook with what was sent to it."""
    shown = queries.get_webhook(uuid=uuid, viewer=request.actor)
    state = SENT.get(request.GET.get("xem", ""))
    before = number_asked(request, "sau", least=0, most=LARGEST_ID, otherwise=0) or None
    sent = queries.list_deliveries(uuid=uuid, viewer=request.actor, state=state, before=before)
    context = {
        "shown": shown,
        "state": STATE[shown.state],
        "state_look": STATE_LOOK[shown.state],
        "sent": [(row, DELIVERY[row.state], DELIVERY_LOOK[row.state]) for row in sent],
        "views": [(name, DELIVERY[each], each is state) for name, each in SENT.items()],
        "filtered": state is not None,
        "next_place": sent[-1].id if len(sent) == queries.LOG_PAGE else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "webhooks/webhook.html", context)


@access(MANAGE)
@require_safe
def export_deliveries(request: ActorRequest, uuid: UUID, kind: str) -> HttpResponseBase:
    """Send the log as a file."""
    state = SENT.get(request.GET.get("xem", ""))
    rows = queries.stream_deliveries(uuid=uuid, viewer=request.actor, state=state)
    return send_table(kind=kind, name="su-kien-da-gui", columns=COLUMNS, rows=rows)


@access(MANAGE)
@require_POST
def act_on_webhook(request: ActorRequest, uuid: UUID, way: str) -> HttpResponse:
    """Pause it, go on, try it, end it, or give it a new secret."""
    given: dict[str, Any] = {"uuid": uuid, "actor": request.actor, "now": timezone.now()}
    if way == "khoa-moi":
        return _show_secret(request, uuid, services.renew_secret(**given))
    if way not in ACTS:
        raise Http404
    act, said = ACTS[way]
    act(**given)
    messages.success(request, str(said))
    return redirect("webhook", uuid)


@access(MANAGE)
@require_POST
def redeliver(request: ActorRequest, uuid: UUID, delivery_id: int) -> HttpResponse:
    """Have one event sent once more."""
    services.redeliver(uuid=uuid, delivery_id=delivery_id, actor=request.actor, now=timezone.now())
    messages.success(request, str(gettext_lazy("The event is sent again.")))
    return redirect("webhook", uuid)


@never_cache
def _show_secret(request: ActorRequest, uuid: UUID, secret: str) -> HttpResponse:
    shown = queries.get_webhook(uuid=uuid, viewer=request.actor)
    return render(request, "webhooks/secret.html", {"shown": shown, "secret": secret})
