"""The forms of the reception desk in one hand: papers, answers, kept files, and the key under which they are sent."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import DomainError, FieldError, Invalid
from lienthong.kernel.acts.extensions import ActorRequest
from lienthong.kernel.files import services as sent_files
from lienthong.kernel.forms import queries as compiled
from lienthong.kernel.forms import services as stored
from lienthong.kernel.forms.contracts import Sourced
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.contracts import DeliveryWay, DossierDraft
from lienthong.systems.onestop.queries import IntakeDetail

from ..forms.counter import CounterForm, PaperLine
from ..forms.kept_files import keep_again, keep_file, read_kept
from .desk_state import Desk

PREFIX = "khai"
KEY_LENGTH = 80
RESHAPING = ("-add", "-places", "-remove")


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
    def first_to_bring(self) -> PaperLine | None:
        """Return the first paper that no register replaces, for the key that scans."""
        return next((line for line in self.lines if line.spared is None), None)

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
    def filled(self) -> int:
        """Return how many questions sources have answered."""
        return len(self.answers.sourced)


def problems_of(form: forms.Form) -> list[tuple[str, str]]:
    """Return the errors of a form, each with the element it concerns."""
    found = [(str(error), "noi-dung") for error in form.non_field_errors()]
    return found + [(str(error), field.auto_id) for field in form for error in field.errors]


def blank(request: ActorRequest, state: Desk, slip: IntakeDetail | None, now: datetime) -> Asked:
    """Return the forms filled with what sources know of the owner, and with what a slip given before kept."""
    known = _sourced(request, state, now)
    if slip is None:
        asked = Asked(_case_form(state), _answers(request, state, known), key=draft_key(request, state))
        return _sparing(_offering(request, state, asked, now))
    ticks: dict[str, Any] = {}
    for paper in slip.papers:
        ticks |= {f"paper-{paper.code}": paper.present, f"originals-{paper.code}": paper.originals}
        ticks[f"copies-{paper.code}"] = paper.copies
    answers = _answers(request, state, known, data=_typed_again(slip, known), judged=False)
    asked = Asked(_case_form(state, initial=ticks), answers, key=draft_key(request, state))
    asked.counter.kept = {
        paper.code: keep_again(file_id=paper.file_id, name=paper.file_name, size=paper.file_size, actor=request.actor)
        for paper in slip.papers
        if paper.file_id
    }
    return _sparing(_offering(request, state, asked, now))


def _typed_again(slip: IntakeDetail, known: Mapping[str, Sourced]) -> QueryDict:
    """Return what a slip kept as a browser would send it, with what sources know where nothing was typed."""
    data = QueryDict(mutable=True)
    for name, said in known.items():
        if isinstance(said.value, str | int) and not isinstance(said.value, bool) and name not in slip.answers:
            data[f"{PREFIX}-{name}"] = str(said.value)
    for name, value in slip.answers.items():
        data.setlist(f"{PREFIX}-{name}", value if isinstance(value, list) else [value])
    return data


def sent(request: ActorRequest, state: Desk, now: datetime) -> Asked:
    """Return the forms as they were sent, the attachments among the answers stored."""
    counter = _case_form(state, data=request.POST, files=_files(request, now))
    asked = Asked(counter, _posted(request, state, now, judged=True), key=sent_key(request))
    return _sparing(_offering(request, state, asked, now))


def retyped(request: ActorRequest, state: Desk, now: datetime) -> Asked:
    """Return the forms with what was typed, without judging it."""
    ticks = {name: value for name, value in request.POST.items() if not name.startswith((f"{PREFIX}-", "file-"))}
    answers = _posted(request, state, now, judged=False)
    asked = Asked(_case_form(state, initial=ticks), answers, key=sent_key(request))
    return _sparing(_offering(request, state, asked, now))


def reshapes(request: ActorRequest) -> bool:
    """Tell whether the browser only asks for another line of a group, or for the communes of a province."""
    return any(name.startswith(f"{PREFIX}-") and name.endswith(RESHAPING) for name in request.POST)


def _sourced(request: ActorRequest, state: Desk, now: datetime) -> Mapping[str, Sourced]:
    if state.owner is None:
        return {}
    return queries.prefilled(form=_compiled(state), owner=state.owner, viewer=request.actor, now=now)


def _answers(request: ActorRequest, state: Desk, known: Mapping[str, Sourced], **options: Any) -> Any:
    owner = str(request.actor.user_id)
    return _compiled(state).django_form(prefix=PREFIX, owner=owner, sourced=known, **options)


def _posted(request: ActorRequest, state: Desk, now: datetime, *, judged: bool) -> Any:
    form, known = _compiled(state), _sourced(request, state, now)
    uploads = {
        name.removeprefix(f"{PREFIX}-"): upload
        for name, upload in request.FILES.items()
        if name.startswith(f"{PREFIX}-") and isinstance(upload, UploadedFile)
    }
    if not uploads:
        return _answers(request, state, known, data=request.POST, judged=judged)
    before = _answers(request, state, known, data=request.POST, judged=False).attached
    taken = stored.take_files(form=form, uploads=uploads, known=before, actor=request.actor, now=now)
    page = _answers(request, state, known, data=request.POST, judged=judged, attached=taken.kept)
    for name, message in taken.errors.items():
        page.add_error(name, message)
    return page


def _offering(request: ActorRequest, state: Desk, asked: Asked, now: datetime) -> Asked:
    """Offer what is kept for the owner instead of papers to be brought."""
    if state.owner is not None and state.case is not None:
        asked.counter.offer(queries.stored_for(case=state.case, owner_id=state.owner.id, viewer=request.actor, now=now))
    return asked


def _sparing(asked: Asked) -> Asked:
    """Take from the list the papers that verified data replace."""
    answers = asked.answers
    if any(said.verified for said in answers.sourced.values()):
        waived = compiled.papers_waived(form=answers.compiled, answers=answers.present(), sourced=answers.sourced)
        asked.counter.spared = {paper.code: paper for paper in waived}
    return asked


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


def _files(request: ActorRequest, now: datetime) -> "MultiValueDict[str, UploadedFile[bytes]]":
    """Return the files that came with the form or, in parts, before it."""
    return sent_files.with_uploads(files=request.FILES, named=request.POST, actor=request.actor, now=now)


def take_files(request: ActorRequest, asked: Asked, now: datetime) -> None:
    """Store the files that came and remember those that came before, so that no error elsewhere loses them."""
    files = _files(request, now)
    for paper in asked.counter.case.papers:
        code = paper.code
        if not request.POST.get(f"drop-{code}"):
            kept = read_kept(request.POST.get(f"kept-{code}", ""), actor=request.actor)
            asked.counter.kept |= {code: kept} if kept else {}
        upload = files.get(f"file-{code}")
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
