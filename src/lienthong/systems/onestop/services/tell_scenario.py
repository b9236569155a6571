"""Telling one scenario of a package: the real services, an invented place, and nothing kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor, DomainError
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import LOCAL_ZONE, TimeLimit
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import WorkItemInfo
from lienthong.systems.onestop.contracts import (
    SUBJECT_TYPE,
    DossierDraft,
    Expected,
    MoveSpec,
    PackageParts,
    PaperDraft,
    ScenarioLine,
    ScenarioSpec,
    SupplementItem,
)
from lienthong.systems.onestop.models import Dossier

from .accept_dossier import accept_dossier
from .complete_step import complete_step
from .install_package import put_in_force, rehearsed
from .issue_result import issue_result
from .made_up import MadeUp, make_up
from .pass_on_supplement import pass_on_supplement
from .receive_supplement import receive_supplement
from .record_payment import record_payment
from .refuse_dossier import refuse_dossier
from .rehearsal import rehearsal
from .request_supplement import request_supplement
from .return_result import return_result
from .sign_result import sign_result

NOTHING = "-"
AT_THE_COUNTER = ("reception", "result")
# These moves finish the step that is open; the others concern the dossier as a whole.
STEPS = frozenset({"complete", "sign", "issue", "refuse"})


@dataclass
class _Story:
    """A scenario being told: where it is played, which dossier came of it, and what its lines told so far."""

    scenario: ScenarioSpec
    place: MadeUp
    package: str
    at: datetime
    number: str = ""
    lines: list[ScenarioLine] = field(default_factory=list)

    def tell(self, line: int, what: str, expected: Expected, refused: DomainError | None) -> bool:
        """Compare what happened with what was written, and tell whether the story can go on."""
        before = len(self.lines)
        for name, wanted, found in self._compared(expected, refused):
            words = what if len(self.lines) == before else f"{what} · {name}"
            self.lines.append(ScenarioLine(self.scenario.name, line, words, wanted, found, wanted == found))
        return refused is None or bool(expected.refused)

    def _compared(self, expected: Expected, refused: DomainError | None) -> Iterator[tuple[str, str, str]]:
        """Yield what was asked, what was written and what happened; the first line says whether it was done."""
        done, code = "done", refused.code if refused is not None else ""
        found = done if refused is None else f"{code}: {refused.message}"
        yield "", expected.refused or done, code if expected.refused and code == expected.refused else found
        if refused is not None and not expected.refused:
            return
        yield from self._facts(expected)

    def _facts(self, expected: Expected) -> Iterator[tuple[str, str, str]]:
        dossier = Dossier.objects.filter(number=self.number).first()
        if dossier is None:
            return
        if expected.state is not None:
            yield "state", expected.state.value, dossier.state
        if expected.step:
            yield "step", expected.step, ", ".join(sorted(item.step_key for item in self.open_items())) or NOTHING
        if expected.due:
            yield "due", expected.due, dossier.due_at.astimezone(LOCAL_ZONE).strftime("%Y-%m-%dT%H:%M")
        if expected.fee is not None:
            yield "fee", str(expected.fee), str(dossier.fee)
        if expected.result is not None:
            yield "result", expected.result.value, dossier.result_state
        last = dossier.results.order_by("-no").first() if expected.lines else None
        printed = dict(last.content) if last is not None else {}
        for label, wanted in expected.lines.items():
            yield label, wanted, printed.get(label, "")

    def open_items(self) -> tuple[WorkItemInfo, ...]:
        """Return the steps that are open."""
        return tuple(processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=self.number))


@contextmanager
def staged(*, parts: PackageParts, now: datetime) -> Iterator[MadeUp]:
    """Put a package to use in an invented place, for the time of a rehearsal.

    :param now: the moment by which the package is in force; what is played begins at the moment a scenario names
    """
    trial = rehearsed(parts)
    with rehearsal():
        place = make_up(now=now)
        decides = None if trial.spec.competent == "reception" else place.department.id
        _fill_posts(place, trial, decides)
        put_in_force(trial, file=None, current=None, actor=Actor.system("rehearsal"), now=now, competent_id=decides)
        yield place


def tell_scenario(*, parts: PackageParts, scenario: ScenarioSpec, place: MadeUp) -> tuple[ScenarioLine, ...]:
    """Play a scenario with the real services and return what each of its lines told; everything is taken back.

    It stops at the first move that cannot be done.

    :param place: where the package is staged
    """
    trial = rehearsed(parts)
    with rehearsal():
        begin = datetime.fromisoformat(scenario.at).replace(tzinfo=LOCAL_ZONE)
        story = _Story(scenario, place, trial.spec.code, begin)
        goes_on = story.tell(0, "accept", scenario.expect, _accept(story, trial))
        for order, move in enumerate(scenario.moves, start=1):
            if not goes_on:
                break
            goes_on = story.tell(order, _name(move), move.expect, _do(story, move))
    return tuple(story.lines)


def _fill_posts(place: MadeUp, parts: PackageParts, decides: int | None) -> None:
    """Appoint whom the stories name: at the counters that receive, and where it is decided."""
    told = {move.by for scenario in parts.scenarios for move in scenario.moves}
    levels = {scenario.receives or parts.spec.levels[0] for scenario in parts.scenarios}
    for level in sorted(levels):
        place.staff(place.counter(level), sorted({*AT_THE_COUNTER, *(told if decides is None else ())}))
    if decides is not None:
        place.staff(place.department, sorted(told - set(AT_THE_COUNTER)))


def _name(move: MoveSpec) -> str:
    return " ".join(each for each in (move.by, move.act, move.outcome) if each)


def _accept(story: _Story, parts: PackageParts) -> DomainError | None:
    scenario = story.scenario
    counter = story.place.counter(scenario.receives or parts.spec.levels[0])
    draft = DossierDraft(
        package=story.package,
        case=scenario.case,
        owner_id=story.place.party.id,
        submitter_id=story.place.party.id,
        answers=dict(scenario.answers),
        papers=tuple(PaperDraft(code=code) for code in scenario.papers),
        channel=scenario.channel,
    )
    try:
        accepted = accept_dossier(draft=draft, actor=story.place.officer(counter.id, "reception"), now=story.at)
    except DomainError as refused:
        return refused
    story.number = accepted.number
    return None


def _do(story: _Story, move: MoveSpec) -> DomainError | None:
    """Do one move and return why it was refused, None where it was done."""
    dossier = Dossier.objects.select_related("reception", "competent").get(number=story.number)
    after = TimeLimit.parse(move.after)
    story.at = calendars.add_limit(calendar_id=dossier.calendar_id, start=story.at, limit=after)
    try:
        if move.act in STEPS:
            _step(story, move)
        else:
            _concern(story, move, dossier)
    except DomainError as refused:
        return refused
    return None


def _step(story: _Story, move: MoveSpec) -> None:
    """Finish the open step that waits for the role."""
    items = story.open_items()
    item = next((each for each in items if each.role == move.by), items[0] if items else None)
    if item is None:
        raise StepNotOpen(f"{move.by}: {NOTHING}")
    if item.role != move.by:
        raise StepNotOpen(f"{item.step_key}: {item.role}")
    common: dict[str, Any] = {
        "number": story.number, "work_item_id": item.id, "now": story.at,
        "actor": story.place.officer(item.agency_id, move.by),
    }  # fmt: skip
    if move.act == "sign":
        sign_result(**common)
    elif move.act == "issue":
        issue_result(**common)
    elif move.act == "refuse":
        refuse_dossier(**common, reason=move.note or "Không đủ điều kiện")
    else:
        complete_step(**common, outcome=move.outcome, note=move.note)


def _concern(story: _Story, move: MoveSpec, dossier: Dossier) -> None:
    """Do what concerns the dossier as a whole."""
    at_counter = move.by in AT_THE_COUNTER
    agency_id = dossier.reception_id if at_counter else dossier.competent_id
    who: dict[str, Any] = {"number": story.number, "actor": story.place.officer(agency_id, move.by), "now": story.at}
    if move.act == "request_supplement":
        items = tuple(SupplementItem(paper=code, content=move.note or code) for code in move.items)
        request_supplement(**who, reason=move.note or "Hồ sơ thiếu giấy tờ", items=items)
    elif move.act == "pass_on_supplement":
        pass_on_supplement(**who)
    elif move.act == "receive_supplement":
        receive_supplement(**who)
    elif move.act == "pay":
        record_payment(**who)
    else:
        return_result(**who, receiver="Người diễn tập")


class StepNotOpen(DomainError):
    """A scenario finishes a step that is not open, or that another role does."""

    code = "onestop.step_not_open"
