"""Events that subscribers did not take: the list, trying them again, giving them up."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts import services
from lienthong.kernel.acts.access import access
from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.acts.requests import ActorRequest
from lienthong.kernel.acts.services.decide_undelivered import LONGEST_REASON, RETRY, SEE
from lienthong.kernel.events import queries as events
from lienthong.kernel.events.contracts import HandoverState, Undelivered, UndeliveredFilter
from lienthong.kernel.ui.services import Column, number_asked, send_table

PAGE, MOST_TICKED, LONGEST_PLACE = 50, 500, 18
# In the address the states are words people can read.
STATES = {"loi": HandoverState.DEAD, "cho": HandoverState.WAITING, "da-bo": HandoverState.GIVEN_UP}
LABELS: Mapping[HandoverState, str | Promise] = {
    HandoverState.DEAD: gettext_lazy("Failed"),
    HandoverState.WAITING: gettext_lazy("Waiting"),
    HandoverState.GIVEN_UP: gettext_lazy("Given up"),
}
AGES = ((1, gettext_lazy("an hour")), (24, gettext_lazy("a day")), (168, gettext_lazy("a week")))
OLDEST_HOURS = 24 * 366
COLUMNS = (
    Column[Undelivered](gettext_lazy("Happened"), lambda row: row.occurred_at),
    Column[Undelivered](gettext_lazy("About"), lambda row: row.subject, 26),
    Column[Undelivered](gettext_lazy("Kind of event"), lambda row: row.type, 44),
    Column[Undelivered](gettext_lazy("Part of the program"), lambda row: row.subscriber, 30),
    Column[Undelivered](gettext_lazy("State"), lambda row: str(LABELS[row.state]), 14),
    Column[Undelivered](gettext_lazy("Times tried"), lambda row: row.attempts, 10),
    Column[Undelivered](gettext_lazy("Next try"), lambda row: row.next_try_at),
    Column[Undelivered](gettext_lazy("Error"), lambda row: row.last_error, 60),
    Column[Undelivered](gettext_lazy("Number of the event"), lambda row: row.event_id, 38),
)


@access(SEE)
@require_safe
def undelivered(request: ActorRequest) -> HttpResponse:
    """List what subscribers did not take: what failed for good, what is tried again, what was given up."""
    return _page(request, asked_for(request.GET))


@access(SEE)
@require_safe
def export_undelivered(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the list as a file."""
    rows = events.stream_undelivered(wanted=asked_for(request.GET))
    return send_table(kind=kind, name="su-kien-chua-chuyen", columns=COLUMNS, rows=rows)


@access(RETRY)
@require_POST
def decide_undelivered(request: ActorRequest) -> HttpResponse:
    """Put what was ticked, or all that the filter finds, back in line, or give it up with a reason."""
    wanted = asked_for(request.POST)
    every = request.POST.get("tat-ca") == "1"
    places = None if every else [int(each) for each in request.POST.getlist("dong")[:MOST_TICKED] if _is_place(each)]
    given: dict[str, Any] = {"wanted": wanted, "places": places, "actor": request.actor, "now": timezone.now()}
    if places == []:
        return _page(request, wanted, refused=_("Tick the events first"))
    if request.POST.get("viec") != "bo":
        count, more = services.retry_undelivered(**given)
        said = ngettext("The event is in line again.", "%(count)d events are in line again.", count)
    else:
        try:
            count, more = services.give_up_undelivered(**given, reason=request.POST.get("ly-do", ""))
        except Invalid as refusal:
            return _page(request, wanted, refused=refusal.message)
        said = ngettext("The event is given up.", "%(count)d events are given up.", count)
    said %= {"count": count}
    messages.success(request, said + " " + _("There are more; do the same again.") if more else said)
    return redirect(f"{reverse('undelivered_events')}?{request.POST.get('loc', '')[:500]}")


def asked_for(asked: Mapping[str, str]) -> UndeliveredFilter:
    """Return which events the address or form asks for; what makes no sense narrows nothing."""
    hours = asked.get("lau-hon", "")
    return UndeliveredFilter(
        state=STATES.get(asked.get("xem", ""), HandoverState.DEAD),
        type=_word(asked, "loai"),
        subject=_word(asked, "q"),
        subscriber=_word(asked, "ben-nhan"),
        older_than=min(int(hours), OLDEST_HOURS) if _is_place(hours) else 0,
        now=timezone.now(),
    )


def _word(asked: Mapping[str, str], name: str) -> str:
    return asked.get(name, "")[:120].replace("\0", "").strip()


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_PLACE


def _page(request: ActorRequest, wanted: UndeliveredFilter, *, refused: str = "") -> HttpResponse:
    before = number_asked(request, "sau", least=0, most=10**LONGEST_PLACE, otherwise=0) or None
    rows = events.list_undelivered(wanted=wanted, before=before, limit=PAGE + 1)
    types, subscribers = events.names_undelivered(state=wanted.state)
    names = {state: name for name, state in STATES.items()}
    backlog = events.backlog()
    context = {
        "rows": rows[:PAGE],
        "next_place": rows[PAGE - 1].place if len(rows) > PAGE else None,
        "backlog": backlog,
        "views": ((HandoverState.DEAD, "loi", LABELS[HandoverState.DEAD], backlog.dead),
                  (HandoverState.WAITING, "cho", LABELS[HandoverState.WAITING], backlog.waiting),
                  (HandoverState.GIVEN_UP, "da-bo", LABELS[HandoverState.GIVEN_UP], None)),
        "wanted": wanted,
        "state_name": names[wanted.state],
        "filtered": bool(wanted.type or wanted.subject or wanted.subscriber or wanted.older_than),
        "types": types,
        "subscribers": subscribers,
        "ages": AGES,
        "may_decide": request.actor.may(RETRY) and wanted.state is HandoverState.DEAD,
        "query": request.GET.urlencode(),
        "refused": refused,
        "longest_reason": LONGEST_REASON,
    }  # fmt: skip
    return render(request, "acts/undelivered.html", context, status=422 if refused else 200)
