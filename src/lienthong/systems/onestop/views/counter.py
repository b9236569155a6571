"""The reception desk: one person, one procedure, one receipt; each step is an address, each error keeps the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.contracts import DomainError, FieldError, Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.forms import queries as compiled
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations import services as parties
from lienthong.kernel.organizations.contracts import PartyInfo
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import DeliveryWay, DossierDraft, State

from ..forms.counter import KNOWN_NAMES, CounterForm, PaperLine, PartyForm, known_of, read_card
from ..forms.kept_files import keep_file, read_kept
from .desk_state import Desk, appointment, find_procedures, party_token, read_desk, require_agency

ACCEPT = "onestop.dossier.accept"
PREFIX = "khai"
KEY_LENGTH = 80


@dataclass(frozen=True)
class AnswerSection:
    """A titled group of questions as bound fields."""

    title: str
    fields: tuple[forms.BoundField, ...]


@dataclass
class Asked:
    """The two forms of the page and what is wrong with them as a whole."""

    counter: CounterForm
    answers: Any
    key: str
    others: tuple[FieldError, ...] = ()

    @property
    def lines(self) -> tuple[PaperLine, ...]:
        """Return the papers, each with its controls."""
        return tuple(self.counter.lines())

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return every error with the element it concerns, in the order of the page."""
        found = [(error.message, f"id_{error.path}") for error in self.others]
        for form in (self.counter, self.answers):
            found += [(str(error), "noi-dung") for error in form.non_field_errors()]
            found += [(str(error), field.auto_id) for field in form for error in field.errors]
        return found

    @property
    def sections(self) -> tuple[AnswerSection, ...]:
        """Return the questions of the procedure in their sections."""
        described = self.answers.compiled.description.sections
        return tuple(
            AnswerSection(each.title, tuple(self.answers[field.name] for field in each.fields)) for each in described
        )

    @property
    def filled(self) -> int:
        """Return how many questions the register has answered."""
        return sum(1 for value in self.answers.initial.values() if value)


@access(ACCEPT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: ActorRequest) -> HttpResponse:
    """Show the desk as its address says; a POST takes the dossier in, or looks again at another case."""
    require_agency(request.actor)
    state, now = read_desk(request), timezone.now()
    if request.method != "POST":
        return _page(request, state, now, asked=_blank(state) if state.ready else None)
    if not state.ready:
        return redirect(request.get_full_path())
    if request.POST.get("viec") == "xem":
        asked = _retyped(request, state)
        _take_files(request, asked, now)
        return _page(request, state, now, asked=asked)
    return _accept(request, state, now)


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
    if form.is_valid() and not _is_another(form):
        try:
            party = parties.register_party(draft=form.draft(), now=now)
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.path if error.path in form.fields else None, error.message)
        else:
            return redirect(_address(request, state.seeking or "nguoi", party))
    return _page(request, state, now, asked=None, party_form=form, status=422)


@access(ACCEPT)
@require_safe
def accepted(request: ActorRequest, number: str) -> HttpResponse:
    """Say what was accepted, when to come back, and offer the papers to print."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    return render(request, "onestop/counter_done.html", {"dossier": dossier})


def _accept(request: ActorRequest, state: Desk, now: datetime) -> HttpResponse:
    asked = _sent(request, state)
    _take_files(request, asked, now)
    if asked.counter.is_valid() & asked.answers.is_valid():
        try:
            done = services.accept_dossier(
                draft=_draft(state, asked), actor=request.actor, now=now, idempotency_key=asked.key
            )
        except Invalid as refusal:
            asked.others = _beside_answers(asked, asked.counter.refuse(refusal.errors))
        else:
            return redirect("onestop:accepted", number=done.number)
    else:
        _name_missing(asked)
    return _page(request, state, now, asked=asked, status=422)


def _draft(state: Desk, asked: Asked) -> DossierDraft:
    if state.package is None or state.case is None or state.owner is None or state.submitter is None:
        raise Invalid(_("Choose the person and the procedure first."))
    return DossierDraft(
        package=state.package.spec.code,
        case=state.case.code,
        owner_id=state.owner.id,
        submitter_id=state.submitter.id,
        answers=asked.answers.answers(),
        papers=asked.counter.paper_drafts(),
        delivery=DeliveryWay(asked.counter.cleaned_data["delivery"]),
        fee_paid=asked.counter.cleaned_data["fee_paid"],
    )


def _name_missing(asked: Asked) -> None:
    """Say which required papers are missing together with the other errors, not one attempt later."""
    if not asked.counter.is_bound:
        return
    for line in asked.lines:
        if line.spec.required and not line.done and not line.file.errors:
            asked.counter.add_error(f"paper-{line.spec.code}", _("Missing: %s") % line.spec.name)


def _beside_answers(asked: Asked, errors: Iterable[FieldError]) -> tuple[FieldError, ...]:
    rest = []
    for error in errors:
        if error.path in asked.answers.fields:
            asked.answers.add_error(error.path, error.message)
        else:
            rest.append(error)
    return tuple(rest)


def _compiled(state: Desk) -> Any:
    if state.package is None:
        raise Invalid(_("Choose the procedure first."))
    return compiled.get_form(key=state.package.spec.form, version=state.package.form_version)


def _case_form(state: Desk, **options: Any) -> CounterForm:
    if state.case is None:
        raise Invalid(_("Choose the case"))
    return CounterForm(case=state.case, **options)


def _blank(state: Desk) -> Asked:
    """Return empty forms, filled with what the register knows of the owner."""
    form = _compiled(state)
    known = known_of(state.owner) if state.owner else {}
    initial = {
        field.name: known.get(field.prefill or KNOWN_NAMES.get(field.name, ""), "") for field in form.description.fields
    }
    return Asked(_case_form(state), form.django_form(initial=initial, prefix=PREFIX), key=str(uuid4()))


def _sent(request: ActorRequest, state: Desk) -> Asked:
    """Return the forms as they were sent."""
    counter = _case_form(state, data=request.POST, files=request.FILES)
    return Asked(counter, _compiled(state).django_form(request.POST, prefix=PREFIX), key=_key(request))


def _retyped(request: ActorRequest, state: Desk) -> Asked:
    """Return the forms with what was typed, without judging it, because only the case was changed."""
    form, sent = _compiled(state), request.POST
    typed = {field.name: sent.get(f"{PREFIX}-{field.name}", "") for field in form.description.fields}
    ticks = {name: value for name, value in sent.items() if not name.startswith((f"{PREFIX}-", "file-"))}
    return Asked(_case_form(state, initial=ticks), form.django_form(initial=typed, prefix=PREFIX), key=_key(request))


def _key(request: ActorRequest) -> str:
    return request.POST.get("khoa", "")[:KEY_LENGTH] or str(uuid4())


def _take_files(request: ActorRequest, asked: Asked, now: datetime) -> None:
    """Store the files that came and remember those that came before, so that no error elsewhere loses them."""
    for paper in asked.counter.case.papers:
        code = paper.code
        if not request.POST.get(f"drop-{code}"):
            kept = read_kept(request.POST.get(f"kept-{code}", ""), actor=request.actor)
            asked.counter.kept |= {code: kept} if kept else {}
        upload = request.FILES.get(f"file-{code}")
        if upload is None:
            continue
        try:
            asked.counter.kept[code] = keep_file(
                upload=upload, place=code, form_key=asked.key, actor=request.actor, now=now
            )
        except DomainError as refusal:
            if asked.counter.is_bound:
                asked.counter.add_error(f"file-{code}", refusal.message)
            else:
                asked.others = (*asked.others, FieldError(f"file-{code}", refusal.message))


def _is_another(form: PartyForm) -> bool:
    """Refuse a number that the register knows under another name, before its contact is overwritten."""
    number = form.cleaned_data["number"]
    known = organizations.find_parties(text=number, limit=1) if number else ()
    if not known or known[0].number != number or fold(known[0].name) == fold(form.cleaned_data["name"]):
        return False
    form.add_error(
        "number", _("This number belongs to %(name)s. Search for it, or check it.") % {"name": known[0].name}
    )
    return True


def _address(request: ActorRequest, role: str, party: PartyInfo) -> str:
    query = request.GET.copy()
    for name in ("q", "moi"):
        query.pop(name, None)
    query[role] = party_token(party.id)
    return f"{reverse('onestop:counter')}?{query.urlencode()}"


def _found(request: ActorRequest, state: Desk) -> dict[str, Any]:
    """Return the people who fit the text, each with the token that chooses them."""
    text = request.GET.get("q", "").strip()[:200]
    card = read_card(text)
    found = organizations.find_parties(text=card.get("number") or text) if text and state.seeking else ()
    return {"asked": "" if card else text, "card": card, "found": [(party, party_token(party.id)) for party in found]}


def _party_form(request: ActorRequest, found: dict[str, Any]) -> PartyForm | None:
    """Return the form for a new person where one is wanted, filled from the card that was read."""
    if found["card"] and not found["found"]:
        return PartyForm(initial=found["card"])
    if request.GET.get("moi") != "1":
        return None
    typed = found["asked"]
    return PartyForm(initial={"number" if typed[:1].isdigit() else "name": typed})


def _page(
    request: ActorRequest,
    state: Desk,
    now: datetime,
    *,
    asked: Asked | None,
    party_form: PartyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = _found(request, state)
    text = request.GET.get("t", "").strip()[:100]
    counts = queries.count_by_state(viewer=request.actor)
    context = found | {
        "desk": state,
        "party_form": party_form or (_party_form(request, found) if state.seeking else None),
        "procedures": () if state.package else find_procedures(state.packages, text),
        "procedure_text": text,
        "appointment": appointment(state, now=now),
        "form": asked,
        "problems": asked.problems if asked else [],
        "waiting": counts.get(State.DONE, 0),
        "awaited": counts.get(State.SUPPLEMENT, 0),
    }
    return render(request, "onestop/counter.html", context, status=status)
