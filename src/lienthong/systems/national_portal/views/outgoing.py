"""What goes to the Portal: the list, one dossier, and sending it again."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, number_asked, send_table
from lienthong.kernel.ui.words import masked
from lienthong.systems.national_portal import queries, services
from lienthong.systems.national_portal.contracts import CONNECT, MANAGE, SEE, ActState, SyncRow, SyncState
from lienthong.systems.national_portal.extensions import find_port
from lienthong.systems.national_portal.queries import SyncFilters
from lienthong.systems.national_portal.words import SYNC_STATES, cause_words

from ..forms import SyncFilterForm

VIEWS = {"cho": SyncState.WAITING, "loi": SyncState.FAILED, "xong": SyncState.TOLD}
LARGEST_ID = 10**8
COLUMNS = (
    Column[SyncRow](gettext_lazy("Dossier"), lambda row: row.number, 28),
    Column[SyncRow](gettext_lazy("Procedure"), lambda row: row.procedure),
    Column[SyncRow](gettext_lazy("Title"), lambda row: row.title, 48),
    Column[SyncRow](gettext_lazy("Interface"), lambda row: str(find_port(row.generation).label), 28),
    Column[SyncRow](gettext_lazy("State"), lambda row: SYNC_STATES[row.state][0]),
    Column[SyncRow](gettext_lazy("Changes not told"), lambda row: row.changes),
    Column[SyncRow](gettext_lazy("Refusals"), lambda row: row.attempts),
    Column[SyncRow](gettext_lazy("Waits since"), lambda row: row.waiting_since),
    Column[SyncRow](gettext_lazy("Last try"), lambda row: row.tried_at),
    Column[SyncRow](gettext_lazy("Last told"), lambda row: row.told_at),
    Column[SyncRow](gettext_lazy("Answer"), lambda row: row.error, 60),
)


@access(SEE)
@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """Show the dossiers that the Portal is told of, by how it stands, and whether it answers."""
    form, filters = _asked(request)
    after = number_asked(request, "sau", least=0, most=LARGEST_ID, otherwise=0) or None
    rows, cursor = queries.list_syncs(viewer=request.actor, filters=filters, after=after)
    counts = queries.count_syncs(viewer=request.actor)
    context = {
        "form": form,
        "rows": [(row, *SYNC_STATES[row.state]) for row in rows],
        "views": [(name, SYNC_STATES[each][0], counts[each], each == filters.state) for name, each in VIEWS.items()],
        "all": sum(counts.values()),
        "state": filters.state,
        "chosen": next((name for name, each in VIEWS.items() if each == filters.state), ""),
        "filtered": filters != SyncFilters(),
        "cursor": cursor,
        "query": request.GET.urlencode(),
        "lines": [(line, find_port(line.generation).label) for line in queries.list_lines() if line.failing_since],
        "kept": queries.count_acts(viewer=request.actor)[ActState.KEPT],
        "connects": request.actor.may(CONNECT),
    }
    return render(request, "national_portal/list.html", context)


@access(SEE)
@require_safe
def export_list(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole list under the same filters as a file."""
    rows = queries.stream_syncs(viewer=request.actor, filters=_asked(request)[1])
    return send_table(kind=kind, name="dong-bo-cong-quoc-gia", columns=COLUMNS, rows=rows)


@access(SEE)
@require_safe
def show_dossier(request: ActorRequest, number: str) -> HttpResponse:
    """Show what the Portal knows of a dossier: its changes, what was sent and what it answered."""
    found = queries.get_sync(number=number, viewer=request.actor)
    state, look = SYNC_STATES[found.row.state]
    context = {
        "found": found,
        "row": found.row,
        "state": state,
        "look": look,
        "interface": find_port(found.row.generation).label,
        "changes": [(each, cause_words(each.cause)) for each in found.changes],
        "payload": list(_lines(found.payload)),
        "answer": list(_lines(found.answer)),
    }
    return render(request, "national_portal/dossier.html", context)


@access(MANAGE)
@require_POST
def send_again(request: ActorRequest, number: str) -> HttpResponse:
    """Let a dossier be sent once more."""
    services.send_again(number=number, actor=request.actor, now=timezone.now())
    messages.success(request, _("It is sent again; look here in a moment."))
    return redirect("national_portal:dossier", number)


def _asked(request: ActorRequest) -> tuple[SyncFilterForm, SyncFilters]:
    form = SyncFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    state = VIEWS.get(request.GET.get("xem", ""), "")
    return form, SyncFilters(state=state, text=given.get("q", "").replace("\0", ""))


def _lines(said: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield what was sent field by field; numbers of people are masked, and links that open files are not shown."""
    if isinstance(said, Mapping):
        for key, value in said.items():
            yield from _lines(value, f"{name}.{key}" if name else key)
    elif isinstance(said, list):
        for at, value in enumerate(said, start=1):
            yield from _lines(value, f"{name} {at}")
    elif said not in ("", None) and "DuongDan" not in name:
        yield name, masked(str(said)) if "DinhDanh" in name else str(said)
