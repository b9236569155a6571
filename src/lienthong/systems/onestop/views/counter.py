"""The reception desk: one person, one procedure, one receipt; each step is an address, each error keeps the rest."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations import services as parties
from lienthong.kernel.organizations.contracts import PartyInfo
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import AlreadyAccepted, IntakeGiven, IntakeKind, State
from lienthong.systems.onestop.queries import IntakeDetail

from ..forms.counter import PartyForm, read_card
from .counter_forms import Asked, beside_answers, blank, draft_of, name_missing, reshapes, retyped, sent, take_files
from .counter_slip import GIVES, OPENS, SlipPanel, give, new_panel, slip_of
from .desk_state import Desk, appointment, find_procedures, party_token, read_desk, require_agency

ACCEPT = "onestop.dossier.accept"
# What the address of the desk may say.
PARAMETERS = ("q", "moi", "nguoi", "chu", "thay", "thutuc", "truonghop", "t", "ban", "lap", "phieu", "dau")


@dataclass
class Shown:
    """What the page of the desk shows besides what its address says."""

    asked: Asked | None = None
    panel: SlipPanel | None = None
    party_form: PartyForm | None = None
    twin: AlreadyAccepted | None = None
    slip: IntakeDetail | None = None
    status: int = 200
    problems: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        """Gather what is wrong, in the order of the page."""
        self.problems = (self.asked.problems if self.asked else []) + (self.panel.problems if self.panel else [])


@access(ACCEPT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: ActorRequest) -> HttpResponse:
    """Show the desk as its address says; a POST accepts, gives form 02 or 03, or looks again at another case."""
    require_agency(request.actor)
    state, now = read_desk(request), timezone.now()
    wish = request.POST.get("viec", "")
    if request.method != "POST":
        return _page(request, state, now, _opened(request, state, now))
    if wish in GIVES and state.submitter is not None and state.owner is not None:
        return _give(request, state, now, GIVES[wish])
    if not state.ready:
        return redirect(_here(request))
    if wish == "xem" or wish in OPENS or reshapes(request):
        asked = retyped(request, state, now)
        take_files(request, asked, now)
        panel = new_panel(OPENS[wish], state, asked) if wish in OPENS else None
        return _page(request, state, now, Shown(asked=asked, panel=panel, slip=slip_of(request, state)))
    return _accept(request, state, now, is_another=wish == "ban-khac")


@access(ACCEPT)
@require_safe
def people(request: ActorRequest) -> HttpResponse:
    """Show the people who fit what is being typed."""
    state = read_desk(request)
    return render(request, "onestop/counter_people.html", _found(request, state) | {"desk": state})


@access(ACCEPT)
@require_POST
def register(request: ActorRequest) -> HttpResponse:
    """Register a person and go on with them; errors stand beside their fields."""
    state, now = read_desk(request), timezone.now()
    form = PartyForm(request.POST)
    if form.is_valid() and not _is_another(form, request.actor):
        try:
            party = parties.register_party(draft=form.draft(), now=now)
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.path if error.path in form.fields else None, error.message)
        else:
            return redirect(_address(request, state.seeking or "nguoi", party))
    return _page(request, state, now, Shown(party_form=form, status=422))


@access(ACCEPT)
@require_safe
def accepted(request: ActorRequest, number: str) -> HttpResponse:
    """Say what was accepted, when to come back, and offer the papers to print."""
    dossier = queries.get_card(number=number, viewer=request.actor)
    return render(request, "onestop/counter_done.html", {"dossier": dossier})


def _opened(request: ActorRequest, state: Desk, now: datetime) -> Shown:
    """Return the desk before anything was sent; form 03 may be open where no procedure fits."""
    slip = slip_of(request, state) if state.ready else None
    asked = blank(request, state, slip, now) if state.ready else None
    opens = request.GET.get("lap") == "03" and state.submitter is not None and state.owner is not None
    wanted = request.GET.get("t", "").strip()[:100]
    panel = new_panel(IntakeKind.REFUSAL, state, asked, title=wanted) if opens and asked is None else None
    return Shown(asked=asked, panel=panel, slip=slip)


def _give(request: ActorRequest, state: Desk, now: datetime, kind: IntakeKind) -> HttpResponse:
    asked = retyped(request, state, now) if state.ready else None
    if asked is not None:
        take_files(request, asked, now)
    outcome = give(request, state, asked, kind)
    if isinstance(outcome, IntakeGiven):
        return redirect("onestop:intake-slip", uuid=outcome.uuid)
    return _page(request, state, now, Shown(asked=asked, panel=outcome, slip=slip_of(request, state), status=422))


def _accept(request: ActorRequest, state: Desk, now: datetime, *, is_another: bool) -> HttpResponse:
    """Take the dossier in; what looks like one sent twice is shown instead, to be confirmed or left."""
    asked, slip, twin, status = sent(request, state, now), slip_of(request, state), None, 422
    take_files(request, asked, now)
    if asked.counter.is_valid() & asked.answers.is_valid():
        try:
            done = services.accept_dossier(
                draft=draft_of(state, asked, slip=str(slip.row.uuid) if slip else ""),
                actor=request.actor,
                now=now,
                idempotency_key=asked.key,
                refuse_twin=not is_another,
            )
        except Invalid as refusal:
            asked.others = beside_answers(asked, asked.counter.refuse(refusal.errors))
        except AlreadyAccepted as refusal:
            # The key is used up: what is sent from here on is another dossier, once.
            twin, asked.key, status = refusal, str(uuid4()), 409
        except Conflict as refusal:
            asked.others, asked.key, status = (FieldError("khoa", refusal.message),), str(uuid4()), 409
        else:
            return redirect("onestop:accepted", number=done.number)
    else:
        name_missing(asked)
    return _page(request, state, now, Shown(asked=asked, twin=twin, slip=slip, status=status))


def _is_another(form: PartyForm, viewer: Actor) -> bool:
    """Refuse a number that the register knows under another name, before its contact is overwritten."""
    number = form.cleaned_data["number"]
    known = organizations.find_parties(text=number, limit=1) if number else ()
    if not known or known[0].number != number or fold(known[0].name) == fold(form.cleaned_data["name"]):
        return False
    queries.note_people(known, purpose=queries.SOUGHT, viewer=viewer)
    form.add_error(
        "number", _("This number belongs to %(name)s. Search for it, or check it.") % {"name": known[0].name}
    )
    return True


def _here(request: ActorRequest) -> str:
    """Return the address of the desk as it stands, without what the desk has not asked for."""
    kept = {name: request.GET[name] for name in PARAMETERS if name in request.GET}
    return f"{reverse('onestop:counter')}?{urlencode(kept)}"


def _address(request: ActorRequest, role: str, party: PartyInfo) -> str:
    query = request.GET.copy()
    for name in ("q", "moi"):
        query.pop(name, None)
    query[role] = party_token(party.id)
    query.setdefault("ban", uuid4().hex)
    return f"{reverse('onestop:counter')}?{query.urlencode()}"


def _found(request: ActorRequest, state: Desk) -> dict[str, Any]:
    """Return the people who fit the text, each with the token that chooses them, and the mark of a new draft."""
    text = request.GET.get("q", "").strip()[:200]
    card = read_card(text)
    found = organizations.find_parties(text=card.get("number") or text) if text and state.seeking else ()
    queries.note_people(found, purpose=queries.SOUGHT, viewer=request.actor)
    return {
        "asked": "" if card else text,
        "card": card,
        "found": [(party, party_token(party.id)) for party in found],
        "new_draft": request.GET.get("ban", "") or uuid4().hex,
    }


def _party_form(request: ActorRequest, found: dict[str, Any]) -> PartyForm | None:
    """Return the form for a new person where one is wanted, filled from the card that was read."""
    if found["card"] and not found["found"]:
        return PartyForm(initial=found["card"])
    if request.GET.get("moi") != "1":
        return None
    typed = found["asked"]
    return PartyForm(initial={"number" if typed[:1].isdigit() else "name": typed})


def _page(request: ActorRequest, state: Desk, now: datetime, shown: Shown) -> HttpResponse:
    found = _found(request, state)
    text = request.GET.get("t", "").strip()[:100]
    counts = queries.count_by_state(viewer=request.actor)
    slips = queries.intake_slips_of(owner_id=state.owner.id, viewer=request.actor) if state.owner else ()
    context = found | {
        "desk": state,
        "shown": shown,
        "party_form": shown.party_form or (_party_form(request, found) if state.seeking else None),
        "procedures": () if state.package else find_procedures(state.packages, text),
        "procedure_text": text,
        "appointment": appointment(state, now=now),
        "form": shown.asked,
        "panel": shown.panel,
        "problems": shown.problems,
        "slips": slips,
        "waiting": counts.get(State.DONE, 0),
        "filed": queries.count_filings(viewer=request.actor, now=now),
        "awaited": counts.get(State.SUPPLEMENT, 0),
    }
    return render(request, "onestop/counter.html", context, status=shown.status)
