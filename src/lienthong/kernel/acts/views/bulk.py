"""The pages of bulk runs: what would happen, how far it is, what became of each subject."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.acts import queries, services
from lienthong.kernel.acts.access import SIGNED_IN, access
from lienthong.kernel.acts.contracts import BulkInfo, BulkLine, BulkState, ItemState
from lienthong.kernel.acts.requests import ActorRequest
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import Column, asks_for_part, send_table

PROGRESS = "tien-do"
LONGEST_PLACE = 9
STATES: dict[ItemState, str | Promise] = {
    ItemState.WAITING: gettext_lazy("Not done yet"),
    ItemState.DONE: gettext_lazy("Done"),
    ItemState.REFUSED: gettext_lazy("Refused when its turn came"),
    ItemState.BARRED: gettext_lazy("Cannot be done"),
    ItemState.FAILED: gettext_lazy("Failed"),
}
# In the address the states are words people can read.
NAMES = {
    "cho": ItemState.WAITING,
    "xong": ItemState.DONE,
    "tu-choi": ItemState.REFUSED,
    "khong-duoc": ItemState.BARRED,
    "loi": ItemState.FAILED,
}
TAGS = {
    ItemState.WAITING: "plain",
    ItemState.DONE: "done",
    ItemState.REFUSED: "risk",
    ItemState.BARRED: "refused",
    ItemState.FAILED: "late",
}
RUN_STATES: dict[BulkState, str | Promise] = {
    BulkState.READY: gettext_lazy("Tried out, not begun"),
    BulkState.RUNNING: gettext_lazy("Under way"),
    BulkState.PAUSED: gettext_lazy("Paused"),
    BulkState.STOPPED: gettext_lazy("Stopped"),
    BulkState.DONE: gettext_lazy("Run ended"),
}
RUN_TAGS = {
    BulkState.READY: "new",
    BulkState.RUNNING: "running",
    BulkState.PAUSED: "wait",
    BulkState.STOPPED: "stopped",
    BulkState.DONE: "finished",
}
Steer = Callable[..., Any]
STEERS: dict[str, Steer] = {
    "bat-dau": services.start_bulk,
    "tam-dung": services.pause_bulk,
    "tiep-tuc": services.resume_bulk,
    "dung": services.stop_bulk,
}
COLUMNS = (
    Column[BulkLine](gettext_lazy("Line"), lambda line: line.position, 8),
    Column[BulkLine](gettext_lazy("Code"), lambda line: line.key, 26),
    Column[BulkLine](gettext_lazy("What"), lambda line: line.title, 60),
    Column[BulkLine](gettext_lazy("What became of it"), lambda line: STATES[line.state], 26),
    Column[BulkLine](gettext_lazy("Reason"), lambda line: line.message, 60),
    Column[BulkLine](gettext_lazy("At"), lambda line: line.done_at),
)


@access(SIGNED_IN)
@require_GET
def list_runs(request: ActorRequest) -> HttpResponse:
    """List the runs one began; all of them for an administrator of runs."""
    now = timezone.now()
    runs, cursor = queries.list_bulk(viewer=request.actor, now=now, after=_place(request) or None)
    context = {
        "runs": [{"run": run, "state": RUN_STATES[run.state], "tag": RUN_TAGS[run.state]} for run in runs],
        "next_place": cursor,
        "shows_all": request.actor.may(queries.MANAGE),
    }
    return render(request, "acts/bulk_runs.html", context)


@access(SIGNED_IN)
@require_GET
def show_run(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show a run: before it, what can be done and what not and why; then how far it is and each outcome."""
    now, viewer = timezone.now(), request.actor
    run = queries.get_bulk(uuid=uuid, viewer=viewer, now=now)
    context: dict[str, Any] = {
        "run": run,
        "state": RUN_STATES[run.state],
        "tag": RUN_TAGS[run.state],
        "wrong": run.counts[ItemState.REFUSED] + run.counts[ItemState.FAILED],
        "done": run.counts[ItemState.DONE],
        "waiting": run.counts[ItemState.WAITING],
        "barred": run.counts[ItemState.BARRED],
        "minutes_left": (run.seconds_left or 0) // 60,
        "may_undo": run.undo_until is not None and now <= run.undo_until and run.undone_by is None,
    }
    if asks_for_part(request, PROGRESS):
        answer = render(request, "acts/bulk_progress.html", context)
        if run.state is not BulkState.RUNNING:
            # The buttons and the outcomes have changed with the state: the whole page is read once more.
            answer["HX-Refresh"] = "true"
        return answer
    chosen = NAMES.get(request.GET.get("kq", ""))
    lines, cursor = queries.list_lines(uuid=uuid, viewer=viewer, state=chosen or "", after=_place(request))
    context |= {
        "reasons": queries.list_reasons(uuid=uuid, viewer=viewer),
        "options": _options(run, chosen),
        "lines": [{"line": line, "state": STATES[line.state], "tag": TAGS[line.state]} for line in lines],
        "next_place": cursor,
        "chosen": request.GET.get("kq", "") if chosen else "",
    }
    return render(request, "acts/bulk.html", context)


@access(SIGNED_IN)
@require_GET
def export_run(request: ActorRequest, uuid: UUID, kind: str) -> HttpResponseBase:
    """Send the outcome of each subject, under the same filter, as a file."""
    state = NAMES.get(request.GET.get("kq", ""), "")
    rows = queries.all_lines(uuid=uuid, viewer=request.actor, state=state)
    return send_table(kind=kind, name="hang-loat", columns=COLUMNS, rows=rows)


@access(SIGNED_IN)
@require_POST
def steer_run(request: ActorRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Begin, pause, resume or stop a run."""
    if verb not in STEERS:
        raise Http404
    STEERS[verb](uuid=uuid, actor=request.actor, now=timezone.now())
    return redirect("bulk_run", uuid=uuid)


@access(SIGNED_IN)
@require_POST
def undo_run(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Try out the taking back of a run and lead to its page, where it is begun."""
    undo = services.undo_bulk(uuid=uuid, actor=request.actor, now=timezone.now())
    messages.info(request, _("Look at what can be taken back, then begin."))
    return redirect("bulk_run", uuid=undo)


def _options(run: BulkInfo, chosen: ItemState | None) -> tuple[Option, ...]:
    found = [Option(label=_("All"), url="?", chosen=chosen is None, count=run.total)]
    for name, state in NAMES.items():
        if run.counts[state] or state is chosen:
            words, number = str(STATES[state]), run.counts[state]
            found.append(Option(label=words, url=f"?kq={name}", chosen=state is chosen, count=number))
    return tuple(found)


def _place(request: ActorRequest) -> int:
    """Return the place in the list from the address; what is no number is the beginning."""
    asked = request.GET.get("sau", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_PLACE else 0
