"""Choosing what to do with many lines of a list: the dry run and all that follows is the kernel's."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import DomainError, Invalid, Picked
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access, select
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import SUBJECT_TYPE

from .inbox import NEEDS_WORDS
from .selections import DOSSIERS, INBOX, steps_of, ticked_in_inbox

CLAIM, ASSIGN = "claim", "assign"
# Outcomes with an act of their own; every other one finishes the step.
ACTS = {
    CLAIM: "onestop.step.claim",
    ASSIGN: "onestop.step.assign",
    "sign": "onestop.result.sign",
    "issue": "onestop.result.issue",
}
COMPLETE = "onestop.step.complete"
PLACES = {INBOX: "onestop:inbox", DOSSIERS: "onestop:list"}
LONGEST_ID = 18


@dataclass(frozen=True)
class Wish:
    """The act meant for every line, and what it is given."""

    act: str
    inputs: dict[str, Any] = field(default_factory=dict)


@access(OFFICER)
@require_POST
def do_bulk(request: ActorRequest) -> HttpResponse:
    """Try one act out on the ticked lines, or on all that match, and lead to the page where it is begun."""
    if ticket := request.POST.get("nhan"):
        return _claim_one(request, ticket)
    source = request.POST.get("danh_sach", INBOX)
    back = _back(request, source)
    try:
        wish = _wish(request)
        uuid = acts.propose_bulk(
            act=wish.act,
            picked=_picked(request, source),
            inputs=wish.inputs,
            actor=request.actor,
            now=timezone.now(),
            title=_title(request, wish),
            back=back,
        )
    except Invalid as refused:
        messages.error(request, refused.message)
        return redirect(back)
    return redirect("bulk_run", uuid=uuid)


def _claim_one(request: ActorRequest, ticket: str) -> HttpResponse:
    """Take the one step of a line at once: there is nothing to try out."""
    back = _back(request, INBOX)
    (picked,) = ticked_in_inbox([ticket])
    try:
        services.claim_step(number=picked.key, **picked.inputs, actor=request.actor, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Taken"))
    return redirect(back)


def _back(request: ActorRequest, source: str) -> str:
    """Return the list from which the ticks came; only our own lists are addresses to return to."""
    return reverse(PLACES.get(source, PLACES[INBOX])) + _query(request)


def _query(request: ActorRequest) -> str:
    """Return the filters of the list as in its address; a zero character is in none of ours."""
    query = request.POST.get("ve", "")
    return query if query.startswith("?") and "\0" not in unquote(query) else ""


def _picked(request: ActorRequest, source: str) -> Iterable[Picked]:
    if request.POST.get("tat_ca"):
        filters = QueryDict(_query(request).removeprefix("?")).dict()
        return select(source, viewer=request.actor, filters={name: str(value) for name, value in filters.items()})
    ticked = dict.fromkeys(request.POST.getlist("chon"))
    return steps_of(ticked) if source == DOSSIERS else ticked_in_inbox(ticked)


def _wish(request: ActorRequest) -> Wish:
    """Return what is to be done.

    :raises Invalid: nothing was said, it must be told in words one by one, or nobody was named
    """
    outcome = request.POST.get("ket_qua", "")
    if not outcome:
        raise Invalid(_("Say what to do with the chosen lines."))
    if outcome in NEEDS_WORDS:
        raise Invalid(_("This needs a reason; do it on the page of the dossier."))
    if outcome == ASSIGN:
        person = request.POST.get("nguoi", "")
        if not (person.isascii() and person.isdigit() and len(person) <= LONGEST_ID):
            raise Invalid(_("Choose the officer who takes over."))
        return Wish(ACTS[ASSIGN], {"user_id": int(person)})
    return Wish(ACTS[outcome]) if outcome in ACTS else Wish(COMPLETE, {"outcome": outcome})


def _title(request: ActorRequest, wish: Wish) -> str:
    """Name the outcome in the words of the first ticked step; other acts are named by their label."""
    ticked = request.POST.getlist("chon")[:1]
    if wish.act != COMPLETE or not ticked:
        return ""
    (first,) = ticked_in_inbox(ticked)
    if "\0" in first.key:
        return ""
    items = processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=first.key)
    labels = {each.code: each.label for item in items for each in item.outcomes}
    return labels.get(wish.inputs["outcome"], "")
