"""The chain over the history and the log of looks: its days, and checking it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts import services
from lienthong.kernel.acts.access import access
from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.acts.requests import ActorRequest
from lienthong.kernel.acts.services.check_chain import CHAIN
from lienthong.kernel.audit import queries
from lienthong.kernel.audit.contracts import CheckInfo, CheckState, DayInfo, Finding, FindingKind, Log
from lienthong.kernel.ui.contracts import read_day
from lienthong.kernel.ui.services import Column, asks_for_part, page_asked, pages_beside, send_table

PROGRESS, MOST_DAYS = "tien-do", 20_000
COLUMNS = (
    Column[DayInfo](gettext_lazy("Day"), lambda row: row.day),
    Column[DayInfo](gettext_lazy("Acts"), lambda row: row.history_rows, 12),
    Column[DayInfo](gettext_lazy("Looks"), lambda row: row.looks_rows, 12),
    Column[DayInfo](gettext_lazy("Written late"), lambda row: row.late_history + row.late_looks, 12),
    Column[DayInfo](gettext_lazy("Closed at"), lambda row: row.closed_at),
    Column[DayInfo](gettext_lazy("Time stamp"), lambda row: row.stamped_at),
    Column[DayInfo](gettext_lazy("Stamped by"), lambda row: row.authority, 40),
    Column[DayInfo](gettext_lazy("Looks removed"), lambda row: row.looks_removed_at),
    Column[DayInfo](gettext_lazy("Head"), lambda row: row.head, 66),
)
LOGS: Mapping[Log, str | Promise] = {
    Log.HISTORY: gettext_lazy("history"),
    Log.LOOKS: gettext_lazy("log of looks"),
}
STATES: Mapping[CheckState, str | Promise] = {
    CheckState.WAITING: gettext_lazy("Waiting for a worker"),
    CheckState.RUNNING: gettext_lazy("Under way"),
    CheckState.DONE: gettext_lazy("Check ended"),
    CheckState.FAILED: gettext_lazy("Check failed"),
}
FOUND: Mapping[FindingKind, str | Promise] = {
    FindingKind.CHANGED: gettext_lazy("Row %(row)s of the %(log)s was changed"),
    FindingKind.REMOVED: gettext_lazy("Row %(row)s of the %(log)s was removed"),
    FindingKind.INSERTED: gettext_lazy("Row %(row)s of the %(log)s was inserted afterwards"),
    FindingKind.SEAL: gettext_lazy("The digests of rows %(row)s to %(until)s of the %(log)s were changed"),
    FindingKind.DAY: gettext_lazy("The day does not fit its head, or the head of the day before"),
    FindingKind.MISSING_DAY: gettext_lazy("A day of the chain is missing"),
    FindingKind.STAMP: gettext_lazy("The time stamp does not hold"),
    FindingKind.KEPT: gettext_lazy("The day differs from the copy kept outside"),
    FindingKind.UNSTAMPED: gettext_lazy("The day has no time stamp yet"),
    FindingKind.RETIRED: gettext_lazy("%(count)s looks were removed because their time was over"),
    FindingKind.BEHIND: gettext_lazy("The chain ends here; later days are not closed"),
}


@access(CHAIN)
@require_safe
def chain(request: ActorRequest) -> HttpResponse:
    """Show where the chain stands, its days and the last checks."""
    return _page(request)


@access(CHAIN)
@require_safe
def export_chain(request: ActorRequest, kind: str) -> HttpResponseBase:  # noqa: ARG001  a door takes the request
    """Send the list of days as a file."""
    return send_table(kind=kind, name="chuoi-nhat-ky", columns=COLUMNS, rows=_all_days())


@access(CHAIN)
@require_safe
def export_chain_day(request: ActorRequest, day: str) -> HttpResponseBase:  # noqa: ARG001  a door takes the request
    """Send one day of the chain for keeping outside, one JSON object a line; it names nobody."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    if queries.get_day(day=wanted) is None:
        raise Http404
    lines = (json.dumps(each) + "\n" for each in queries.export_day(day=wanted))
    answer = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="chuoi-nhat-ky-{wanted:%Y%m%d}.jsonl"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@access(CHAIN)
@require_POST
def check_chain(request: ActorRequest) -> HttpResponse:
    """Have the chain checked, all of it or some days."""
    typed = {name: request.POST.get(name, "")[:20].strip() for name in ("tu", "den")}
    days = {name: read_day(text) for name, text in typed.items()}
    if any(text and days[name] is None for name, text in typed.items()):
        return _page(request, typed, refused=_("Enter the day as 01/07/2025"))
    try:
        uuid = services.check_chain(
            since=days["tu"], until=days["den"], actor=request.actor, now=timezone.now()
        )  # fmt: skip
    except Invalid as refusal:
        return _page(request, typed, refused=refusal.message)
    return redirect("chain_check", uuid)


@access(CHAIN)
@require_safe
def chain_check(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show how far a check is, and what it found."""
    shown = queries.find_check(uuid=uuid)
    if shown is None:
        raise Http404
    context = {
        "shown": shown,
        "state": STATES[shown.state],
        "is_open": shown.state in {CheckState.WAITING, CheckState.RUNNING},
        "verdict": _verdict(shown),
        "found": [(each, sentence(each)) for each in shown.findings],
    }
    if asks_for_part(request, PROGRESS):
        answer = render(request, "acts/chain_progress.html", context)
        if not context["is_open"]:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "acts/chain_check.html", context)


def sentence(finding: Finding) -> str:
    """Say what was found in words."""
    values = {
        "row": finding.row,
        "until": finding.until,
        "log": LOGS[finding.log] if finding.log is not None else "",
        "count": finding.count,
    }
    return str(FOUND[finding.kind]) % values


def _verdict(shown: CheckInfo) -> str:
    if shown.state is not CheckState.DONE:
        return ""
    if not shown.tampered:
        return _("The chain holds: nothing was changed, removed or inserted.")
    said = ngettext("The chain is broken in one place.", "The chain is broken in %(count)d places.", shown.tampered)
    return said % {"count": shown.tampered}


def _page(request: ActorRequest, typed: Mapping[str, str] | None = None, *, refused: str = "") -> HttpResponse:
    page = page_asked(request)
    days, more = queries.list_days(page=page)
    context = {
        "stands": queries.where_it_stands(),
        "days": days,
        "checks": [(each, STATES[each.state]) for each in queries.list_checks(limit=5)],
        "typed": typed or {},
        "refused": refused,
        **pages_beside(page, more=more),
    }
    return render(request, "acts/chain.html", context, status=422 if refused else 200)


def _all_days() -> Iterator[DayInfo]:
    page, more = 1, True
    while more and page < MOST_DAYS:
        days, more = queries.list_days(page=page, limit=500)
        yield from days
        page += 1
