"""Finishing or taking several steps at once, each for itself, with an outcome for each."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.acts.contracts import Actor, DomainError
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import WorkItemInfo
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import SUBJECT_TYPE

from .inbox import NEEDS_WORDS

MOST = 40
CLAIM = "claim"
SESSION_KEY = "onestop.bulk"


@dataclass(frozen=True)
class Done:
    """What became of one ticked line."""

    number: str
    title: str
    done: bool
    said: str


@access(OFFICER)
@require_POST
def do_bulk(request: ActorRequest) -> HttpResponse:
    """Do one outcome to every ticked step, each in its own transaction, so that one refusal stops no other."""
    ticked = list(dict.fromkeys(request.POST.getlist("chon")))
    outcome = request.POST.get("ket_qua", "")
    if single := request.POST.get("nhan"):
        ticked, outcome = [single], CLAIM
    if not ticked or not outcome:
        return redirect(_back(request))
    now = timezone.now()
    done = [_one(ticket, outcome, request.actor, now) for ticket in ticked[:MOST]]
    done += [
        Done(_split(ticket)[0], "", done=False, said=_("More than %(most)s at once; tick it again.") % {"most": MOST})
        for ticket in ticked[MOST:]
    ]
    request.session[SESSION_KEY] = {"lines": [asdict(each) for each in done], "back": _back(request)}
    return redirect("onestop:bulk-done")


@access(OFFICER)
@require_GET
def show_bulk(request: ActorRequest) -> HttpResponse:
    """Show what became of each line of the last bulk act of this session."""
    kept: dict[str, Any] = request.session.get(SESSION_KEY, {"lines": [], "back": reverse("onestop:inbox")})
    lines = [Done(**line) for line in kept["lines"]]
    context = {
        "done": [line for line in lines if line.done],
        "refused": [line for line in lines if not line.done],
        "back": kept["back"],
    }
    return render(request, "onestop/inbox_done.html", context)


def _back(request: ActorRequest) -> str:
    """Return the list from which the ticks came; only our own inbox is an address to return to."""
    query = request.POST.get("ve", "")
    return reverse("onestop:inbox") + (query if query.startswith("?") else "")


def _split(ticket: str) -> tuple[str, str]:
    number, _colon, item = ticket.rpartition(":")
    return number, item


def _one(ticket: str, outcome: str, actor: Actor, now: datetime) -> Done:
    number, item_id = _split(ticket)
    if outcome in NEEDS_WORDS:
        return Done(number, "", done=False, said=_("This needs a reason; do it on the page of the dossier."))
    items = processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=number)
    item = next((each for each in items if str(each.id) == item_id), None)
    if item is None:
        return Done(number, "", done=False, said=_("Somebody has already finished this step."))
    try:
        said = _run(item, outcome, actor, now)
    except DomainError as refusal:
        return Done(number, _title(item, refusal), done=False, said=refusal.message)
    return Done(number, item.title, done=True, said=said)


def _title(item: WorkItemInfo, refusal: DomainError) -> str:
    """Name the work, unless the actor may not know of it."""
    return "" if refusal.status in {403, 404} else item.title


def _run(item: WorkItemInfo, outcome: str, actor: Actor, now: datetime) -> str:
    """Do the outcome to one step by the act it belongs to, and say what was done."""
    inputs: dict[str, Any] = {"number": item.subject_key, "work_item_id": item.id, "actor": actor, "now": now}
    if outcome == CLAIM:
        services.claim_step(**inputs)
        return _("Taken")
    labels = {each.code: each.label for each in item.outcomes if each.code not in NEEDS_WORDS}
    if outcome == "sign" and outcome in labels:
        services.sign_result(**inputs)
    elif outcome == "issue" and outcome in labels:
        services.issue_result(**inputs)
    else:
        services.complete_step(**inputs, outcome=outcome)
    return labels.get(outcome, outcome)
