"""Names of what stands in packages, as procedure control reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.organizations.extensions import role_labels
from lienthong.kernel.ui.words import limit_phrase, money_phrase
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import (
    CaseSpec,
    Channel,
    LegalText,
    PackageParts,
    PartChange,
    ResultState,
    RunInfo,
    RunState,
    ScenarioLine,
    SignatureState,
    State,
)

from .labels import STATES

Words = Mapping[str, str | Promise]

# How a run of scenarios stands, and the drawing of it.
RUNS: Words = {
    RunState.WAITING: gettext_lazy("Scenarios wait"),
    RunState.RUNNING: gettext_lazy("Scenarios run"),
    RunState.PASSED: gettext_lazy("Scenarios pass"),
    RunState.FAILED: gettext_lazy("A scenario fails"),
    RunState.BROKEN: gettext_lazy("Scenarios broke off"),
    "": gettext_lazy("Scenarios not run"),
}
RUN_TAGS = {
    RunState.WAITING: "wait", RunState.RUNNING: "running", RunState.PASSED: "done", RunState.FAILED: "late",
    RunState.BROKEN: "risk", "": "plain",
}  # fmt: skip
SIGNATURES: Words = {
    SignatureState.NONE: gettext_lazy("Not signed"),
    SignatureState.VALID: gettext_lazy("Signed"),
    SignatureState.UNTRUSTED: gettext_lazy("Signed by somebody not known here"),
}
PARTS: Words = {
    "legal": gettext_lazy("Legal parts"),
    "cases": gettext_lazy("Cases"),
    "papers": gettext_lazy("Papers"),
    "fees": gettext_lazy("Fees and charges"),
    "limits": gettext_lazy("Time limits"),
    "process": gettext_lazy("Process"),
    "form": gettext_lazy("Form"),
    "result": gettext_lazy("Result"),
    "template": gettext_lazy("Template of the result"),
    "scenarios": gettext_lazy("Scenarios"),
    "translations": gettext_lazy("Translations"),
    "settings": gettext_lazy("Settings"),
}
CHANNELS: Words = {
    Channel.COUNTER: gettext_lazy("At the counter"),
    Channel.ONLINE: gettext_lazy("Online"),
    Channel.POST: gettext_lazy("By post"),
}
LEVELS: Words = {"province": gettext_lazy("Province"), "commune": gettext_lazy("Commune")}
MOVES: Words = {
    "accept": gettext_lazy("accepts the dossier"),
    "complete": gettext_lazy("completes the step"),
    "sign": gettext_lazy("signs the result"),
    "issue": gettext_lazy("seals the result"),
    "refuse": gettext_lazy("refuses"),
    "request_supplement": gettext_lazy("asks for a supplement"),
    "pass_on_supplement": gettext_lazy("passes the request on"),
    "receive_supplement": gettext_lazy("takes the supplement in"),
    "pay": gettext_lazy("records the payment"),
    "return": gettext_lazy("hands the result over"),
}
FACTS: Words = {
    "state": gettext_lazy("State"),
    "step": gettext_lazy("Open step"),
    "due": gettext_lazy("Appointment"),
    "fee": gettext_lazy("Fee"),
    "result": gettext_lazy("Result"),
}
RESULTS: Words = {
    ResultState.NONE: gettext_lazy("none yet"),
    ResultState.SIGNED: gettext_lazy("signed"),
    ResultState.ISSUED: gettext_lazy("issued"),
    ResultState.REFUSED: gettext_lazy("refused"),
    ResultState.REVOKED: gettext_lazy("revoked"),
}
LEGAL: Words = {
    "decision": gettext_lazy("Decision of publication"),
    "issuer": gettext_lazy("Published by"),
    "agency": gettext_lazy("Competent agency"),
    "applicants": gettext_lazy("Applicants"),
    "fees": gettext_lazy("Fees and charges"),
    "papers": gettext_lazy("Papers"),
    "results": gettext_lazy("Result"),
    "bases": gettext_lazy("Legal basis"),
    "conditions": gettext_lazy("Conditions"),
    "steps": gettext_lazy("Steps"),
}


# What the places in a package are called, word by word.
PLACES: Words = {
    "cases": gettext_lazy("Case"),
    "limits": gettext_lazy("Time limit"),
    "counter": gettext_lazy("At the counter"),
    "online": gettext_lazy("Online"),
    "post": gettext_lazy("By post"),
    "fees": gettext_lazy("Fee"),
    "amount": gettext_lazy("Amount"),
    "papers": gettext_lazy("Papers"),
    "originals": gettext_lazy("Originals"),
    "copies": gettext_lazy("Copies"),
    "required": gettext_lazy("Required"),
    "note": gettext_lazy("Note"),
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Name"),
    "result": gettext_lazy("Result"),
    "lines": gettext_lazy("Lines"),
    "expect": gettext_lazy("Expected"),
    "moves": gettext_lazy("Moves"),
}


@dataclass(frozen=True)
class Told:
    """One move of a scenario in words: all that was expected of it, and where something else happened, both."""

    line: int
    what: str
    expected: str
    wanted: str
    happened: str
    passed: bool


def told_in_words(run: RunInfo | None, process: str) -> list[tuple[str, bool, list[Told]]]:
    """Return the moves of a run by scenario, and whether each scenario came as written.

    :param process: the process of the package, which names steps and outcomes
    """
    if run is None:
        return []
    names = {key: name for key, name, _role, _limit in rules.steps_of(process)} | rules.outcomes_of(process)
    stories = []
    for scenario, group in groupby(run.lines, key=lambda line: line.scenario):
        moves = [_told(list(lines), names) for _no, lines in groupby(group, key=lambda line: line.line)]
        stories.append((scenario, all(move.passed for move in moves), moves))
    return stories


def _told(lines: list[ScenarioLine], names: Mapping[str, str]) -> Told:
    """Put what one move was asked in one line: the move, then each fact."""
    first, facts = lines[0], [(line, line.what.partition(" · ")[2]) for line in lines]
    expected = [_fact(fact, line.expected, names) for line, fact in facts if fact or line.expected != "done"]
    wrong = [(line, fact) for line, fact in facts if not line.passed]
    wanted = "; ".join(_fact(fact, line.expected, names) for line, fact in wrong)
    happened = "; ".join(_fact(fact, line.happened, names) for line, fact in wrong)
    words = move_words(first.what, names)
    return Told(first.line, words, "; ".join(expected), wanted, happened, not wrong)


def _fact(fact: str, value: str, names: Mapping[str, str]) -> str:
    shown = _value(fact, value, names)
    return f"{FACTS.get(fact, fact)}: {shown}" if fact else shown


def move_words(move: str, names: Mapping[str, str]) -> str:
    """Return a move of a scenario as a sentence: who does what."""
    words = move.split()
    if words[0] in MOVES:
        return _("The counter accepts the dossier")
    done = str(MOVES.get(words[1], words[1])) if len(words) > 1 else ""
    outcome = f": {names.get(words[2], words[2])}" if len(words) > 2 else ""
    return f"{role_words(words[0])} {done}{outcome}"


def role_words(role: str) -> str:
    """Return the name of a role."""
    return str(role_labels().get(role, role))


def _value(fact: str, value: str, names: Mapping[str, str]) -> str:
    if not fact:
        return _outcome(value)
    if fact == "state" and value in set(State):
        return str(STATES[value])
    if fact == "result" and value in set(ResultState):
        return str(RESULTS[value])
    if fact == "due":
        return timezone.make_aware(datetime.fromisoformat(value)).strftime("%H:%M, %d/%m/%Y")
    if fact == "fee":
        return money_phrase(int(value))
    return _("none") if value == "-" else names.get(value, value)


def _outcome(value: str) -> str:
    """Say whether a move was done; what was refused otherwise than expected says why."""
    _code, _colon, why = value.partition(": ")
    if why:
        return _("it is refused: %(why)s") % {"why": why}
    return _("done") if value == "done" else _("refused")


def changed_in_words(change: PartChange) -> tuple[str, str, str]:
    """Return where something differs, what it was and what it is, as people say it."""
    where = " › ".join(str(PLACES.get(word, word)) for word in change.where.split(" › "))
    values = (change.before, change.after)
    if change.part == "limits":
        values = (limit_phrase(change.before) or change.before, limit_phrase(change.after) or change.after)
    if change.part == "fees" and change.where.endswith("amount"):
        values = (_money(change.before), _money(change.after))
    return where, *values


def _money(text: str) -> str:
    return money_phrase(int(text)) if text.isdigit() else text


def limits_of(case: CaseSpec) -> list[tuple[str, str]]:
    """Return the time limits of a case by channel, in words; one where all are the same."""
    if len(set(case.limits.values())) == 1 and len(case.limits) == len(Channel):
        return [(_("Time limit"), limit_phrase(case.limits[Channel.COUNTER]))]
    return [(str(CHANNELS[channel]), limit_phrase(limit)) for channel, limit in case.limits.items()]


def legal_rows(legal: LegalText) -> list[tuple[str, list[str]]]:
    """Return the legal parts with their names; what the source leaves out is left out."""
    rows = []
    for name, label in LEGAL.items():
        value = getattr(legal, name)
        lines = [value] if isinstance(value, str) else list(value)
        if any(lines):
            rows.append((str(label), [line for line in lines if line]))
    return rows


def questions_of(parts: PackageParts) -> list[tuple[str, list[str]]]:
    """Return the questions of the form by section."""
    asked = parts.form["schema"].get("properties", {})
    return [
        (str(section.get("title", "")), [str(asked[name]["title"]) for name in section["fields"] if name in asked])
        for section in parts.form["ui"].get("sections", [])
    ]
