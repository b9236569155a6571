"""The forms of the reception desk in one hand: papers, answers, kept files, and the key under which they are sent."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import DomainError, FieldError, Invalid
from lienthong.kernel.acts.extensions import ActorRequest
from lienthong.kernel.forms import queries as compiled
from lienthong.systems.onestop.contracts import DeliveryWay, DossierDraft
from lienthong.systems.onestop.queries import IntakeDetail

from ..forms.counter import KNOWN_NAMES, CounterForm, PaperLine, known_of
from ..forms.kept_files import keep_again, keep_file, read_kept
from .desk_state import Desk

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
    def lacking(self) -> tuple[PaperLine, ...]:
        """Return the required papers that are not there yet."""
        return tuple(line for line in self.lines if line.spec.required and not line.done)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return every error with the element it concerns, in the order of the page."""
        found = [(error.message, f"id_{error.path}") for error in self.others]
        for form in (self.counter, self.answers):
            found += problems_of(form)
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


def problems_of(form: forms.Form) -> list[tuple[str, str]]:
    """Return the errors of a form, each with the element it concerns."""
    found = [(str(error), "noi-dung") for error in form.non_field_errors()]
    return found + [(str(error), field.auto_id) for field in form for error in field.errors]


def blank(request: ActorRequest, state: Desk, slip: IntakeDetail | None) -> Asked:
    """Return the forms filled with what the register knows of the owner, and with what a slip given before kept."""
    form = _compiled(state)
    known = known_of(state.owner) if state.owner else {}
    initial = {
        field.name: known.get(field.prefill or KNOWN_NAMES.get(field.name, ""), "") for field in form.description.fields
    }
    if slip is None:
        return Asked(_case_form(state), form.django_form(initial=initial, prefix=PREFIX), key=draft_key(request, state))
    initial |= {name: value for name, value in slip.answers.items() if name in initial and value}
    ticks: dict[str, Any] = {}
    for paper in slip.papers:
        ticks |= {f"paper-{paper.code}": paper.present, f"originals-{paper.code}": paper.originals}
        ticks[f"copies-{paper.code}"] = paper.copies
    answers = form.django_form(initial=initial, prefix=PREFIX)
    asked = Asked(_case_form(state, initial=ticks), answers, key=draft_key(request, state))
    asked.counter.kept = {
        paper.code: keep_again(file_id=paper.file_id, name=paper.file_name, size=paper.file_size, actor=request.actor)
        for paper in slip.papers
        if paper.file_id
    }
    return asked


def sent(request: ActorRequest, state: Desk) -> Asked:
    """Return the forms as they were sent."""
    counter = _case_form(state, data=request.POST, files=request.FILES)
    return Asked(counter, _compiled(state).django_form(request.POST, prefix=PREFIX), key=sent_key(request))


def retyped(request: ActorRequest, state: Desk) -> Asked:
    """Return the forms with what was typed, without judging it."""
    form, posted = _compiled(state), request.POST
    typed = {field.name: posted.get(f"{PREFIX}-{field.name}", "") for field in form.description.fields}
    ticks = {name: value for name, value in posted.items() if not name.startswith((f"{PREFIX}-", "file-"))}
    return Asked(
        _case_form(state, initial=ticks), form.django_form(initial=typed, prefix=PREFIX), key=sent_key(request)
    )


def draft_key(request: ActorRequest, state: Desk) -> str:
    """Return the key of the draft its address names: going back and sending again says the same key.

    The address gets its mark when the person is chosen; without one each page is a draft of its own.
    """
    mark = request.GET.get("ban", "")[:KEY_LENGTH]
    if not mark or state.package is None or state.owner is None or state.submitter is None:
        return str(uuid4())
    whole = f"{mark}|{state.submitter.id}|{state.owner.id}|{state.package.spec.code}"
    return hashlib.sha256(whole.encode()).hexdigest()[:40]


def sent_key(request: ActorRequest) -> str:
    """Return the key that came with the form, a new one where none came."""
    return request.POST.get("khoa", "")[:KEY_LENGTH] or str(uuid4())


def take_files(request: ActorRequest, asked: Asked, now: datetime) -> None:
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


def draft_of(state: Desk, asked: Asked, *, slip: str) -> DossierDraft:
    """Return what is to be accepted; only of valid forms.

    :raises Invalid: the desk has no person or procedure
    """
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
        intake_slip=slip,
    )


def name_missing(asked: Asked) -> None:
    """Say which required papers are missing together with the other errors, not one attempt later."""
    for line in asked.lacking if asked.counter.is_bound else ():
        if not line.file.errors:
            asked.counter.add_error(f"paper-{line.spec.code}", _("Missing: %s") % line.spec.name)


def beside_answers(asked: Asked, errors: Iterable[FieldError]) -> tuple[FieldError, ...]:
    """Put errors beside the answers they concern and return the others."""
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
