"""Form 02 and form 03 at the reception desk: opened beside what was typed, given instead of an acceptance."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from lienthong.kernel.acts.contracts import DomainError, Invalid, NotFound
from lienthong.kernel.acts.extensions import ActorRequest
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import IntakeDraft, IntakeGiven, IntakeKind
from lienthong.systems.onestop.queries import IntakeDetail

from ..forms.intake import CompletionForm, RefusalForm
from .counter_forms import PREFIX, Asked, problems_of, sent, sent_key
from .desk_state import Desk

OPENS = {"phieu-02": IntakeKind.COMPLETION, "phieu-03": IntakeKind.REFUSAL}
GIVES = {"cap-02": IntakeKind.COMPLETION, "cap-03": IntakeKind.REFUSAL}
LONGEST_ANSWER = 5000


@dataclass(frozen=True)
class SlipPanel:
    """The open form 02 or 03; `button` names the wish that gives it."""

    kind: IntakeKind
    form: CompletionForm | RefusalForm

    @property
    def button(self) -> str:
        """Return the value of the button that gives the slip."""
        return "cap-02" if self.kind is IntakeKind.COMPLETION else "cap-03"

    @property
    def completes(self) -> bool:
        """Tell whether this is form 02."""
        return self.kind is IntakeKind.COMPLETION

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return what is wrong with it, each with the element it concerns."""
        return problems_of(self.form)


def new_panel(kind: IntakeKind, state: Desk, asked: Asked | None, *, data: Any = None, title: str = "") -> SlipPanel:
    """Return the form, with the papers ticked that are not there yet."""
    if kind is IntakeKind.COMPLETION and state.case is not None and asked is not None:
        lacking = [line.spec.code for line in asked.lacking]
        return SlipPanel(kind, CompletionForm(state.case.papers, data, lacking=lacking))
    refusal = RefusalForm(data, procedure_known=state.package is not None, title=title)
    return SlipPanel(IntakeKind.REFUSAL, refusal)


def give(request: ActorRequest, state: Desk, asked: Asked | None, kind: IntakeKind) -> IntakeGiven | SlipPanel:
    """Give the slip, or return its form with what is wrong."""
    panel = new_panel(kind, state, asked, data=request.POST)
    if not panel.form.is_valid():
        return panel
    act = services.request_completion if panel.completes else services.refuse_intake
    key = asked.key if asked else sent_key(request)
    try:
        return act(
            draft=_draft(request, state, asked, panel), actor=request.actor, now=timezone.now(), idempotency_key=key
        )
    except DomainError as refusal:
        errors = refusal.errors if isinstance(refusal, Invalid) else ()
        for error in errors:
            panel.form.add_error(error.path if error.path in panel.form.fields else None, error.message)
        if not errors:
            panel.form.add_error(None, refusal.message)
        return panel


def slip_of(request: ActorRequest, state: Desk) -> IntakeDetail | None:
    """Return the slip the applicant has come back with; none that is of another errand or was used before."""
    try:
        slip = queries.get_intake_slip(uuid=UUID(request.GET.get("phieu", "")), viewer=request.actor)
    except (ValueError, NotFound):
        return None
    fits = (
        state.owner is not None
        and state.package is not None
        and slip.owner_id == state.owner.id
        and slip.procedure_code == state.package.spec.code
    )
    return slip if fits and slip.row.is_open else None


def _draft(request: ActorRequest, state: Desk, asked: Asked | None, panel: SlipPanel) -> IntakeDraft:
    given = panel.form.cleaned_data
    draft = IntakeDraft(
        owner_id=state.owner.id if state.owner else 0,
        submitter_id=state.submitter.id if state.submitter else 0,
        package=state.package.spec.code if state.package else "",
        case=state.case.code if state.case else "",
        title=given.get("title", ""),
        reason=given["reason"],
        legal_basis=given["legal_basis"],
        advice=given.get("advice", ""),
        items=panel.form.items() if isinstance(panel.form, CompletionForm) else (),
    )
    if asked is None:
        return draft
    counted = sent(request, state, timezone.now()).counter
    counted.kept = asked.counter.kept
    counted.full_clean()
    return replace(draft, answers=_typed(request), papers=counted.paper_drafts())


def _typed(request: ActorRequest) -> dict[str, Any]:
    """Return what was typed, to be shown again; NUL, which the database refuses, is nothing anybody typed."""
    typed: dict[str, Any] = {}
    for name, values in request.POST.lists():
        if name.startswith(f"{PREFIX}-") and "\0" not in name:
            texts = [str(value).replace("\0", "")[:LONGEST_ANSWER] for value in values]
            typed[name.removeprefix(f"{PREFIX}-")] = texts if len(texts) > 1 else texts[0]
    return {name: value for name, value in typed.items() if value}
