"""What was sent, for those who look after messages."""

from django.contrib import messages as notices
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, send_table

from .. import queries, services
from ..contracts import MANAGE, SEE, MessageRow
from ..forms import MessageFilterForm
from ..queries import MessageFilter
from ..words import STATE, channel_words, reason_words
from .asked import before_asked

COLUMNS = (
    Column[MessageRow](gettext_lazy("Written"), lambda row: row.created_at),
    Column[MessageRow](gettext_lazy("To"), lambda row: row.name, 30),
    Column[MessageRow](gettext_lazy("Address"), lambda row: row.address, 20),
    Column[MessageRow](gettext_lazy("Channel"), lambda row: channel_words(row.channel), 14),
    Column[MessageRow](gettext_lazy("Provider"), lambda row: row.provider, 14),
    Column[MessageRow](gettext_lazy("State"), lambda row: str(STATE[row.state]), 20),
    Column[MessageRow](gettext_lazy("Reason"), lambda row: reason_words(row.last_error), 36),
    Column[MessageRow](gettext_lazy("About"), lambda row: row.subject_key, 26),
    Column[MessageRow](gettext_lazy("Agency"), lambda row: row.agency_name, 36),
    Column[MessageRow](gettext_lazy("Attempts"), lambda row: row.attempts, 10),
    Column[MessageRow](gettext_lazy("Parts"), lambda row: row.parts, 8),
    Column[MessageRow](gettext_lazy("Cost (đồng)"), lambda row: row.cost, 12),
    Column[MessageRow](gettext_lazy("Sent"), lambda row: row.sent_at),
    Column[MessageRow](gettext_lazy("Arrived"), lambda row: row.arrived_at),
    Column[MessageRow](gettext_lazy("Read"), lambda row: row.read_at),
)


@access(SEE)
@require_safe
def messages(request: ActorRequest) -> HttpResponse:
    """List messages, newest first."""
    form, before = MessageFilterForm(request.GET), before_asked(request)
    wanted = form.wanted()
    rows, cursor = queries.list_messages(viewer=request.actor, wanted=wanted, before=before)
    context = {
        "rows": rows,
        "cursor": cursor,
        "before": before,
        "form": form,
        "wanted": wanted,
        "filtered": wanted != MessageFilter(),
        "query": request.GET.urlencode(),
        "may_manage": request.actor.may(MANAGE),
        "spent": queries.spent_this_month(viewer=request.actor, now=timezone.now()),
    }
    return render(request, "notifications/messages.html", context, status=422 if form.errors else 200)


@access(SEE)
@require_safe
def export_messages(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the messages of the list as a file; addresses stay masked."""
    rows = queries.stream_messages(viewer=request.actor, wanted=MessageFilterForm(request.GET).wanted())
    return send_table(kind=kind, name="tin-nhan", columns=COLUMNS, rows=rows)


@access(SEE)
@require_safe
def message(request: ActorRequest, message_id: int) -> HttpResponse:
    """Show one message with its attempts; this is a look at its recipient."""
    shown = queries.get_message(message_id=message_id, viewer=request.actor)
    return render(request, "notifications/message.html", {"shown": shown, "row": shown.row})


@access(MANAGE)
@require_POST
def resend(request: ActorRequest, message_id: int) -> HttpResponse:
    """Send a message that failed once more."""
    services.resend_message(message_id=message_id, actor=request.actor, now=timezone.now())
    notices.success(request, _("The message is in line again."))
    return redirect("notifications:message", message_id)
