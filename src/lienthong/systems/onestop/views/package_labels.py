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
from lienthong.kernel.ui.words import limit_phrase
from lienthong.systems.onestop.contracts import (
    CaseSpec,
    Channel,
    LegalText,
    PackageParts,
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
    "fees": gettext_lazy("Fees"),
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
    "fees": gettext_lazy("Fees"),
    "papers": gettext_lazy("Papers"),
    "results": gettext_lazy("Result"),
    "bases": gettext_lazy("Legal basis"),
    "conditions": gettext_lazy("Conditions"),
    "steps": gettext_lazy("Steps"),
}


@dataclass(frozen=True)
class Told:
    """One line of a scenario in words."""

    line: int
    what: str
    expected: str
    happened: str
    passed: bool


def told_in_words(run: RunInfo | None) -> list[tuple[str, bool, list[Told]]]:
    """Return the lines of a run by scenario, and whether each scenario came as written; one's failures come first."""
    if run is None:
        return []
    groups = [(name, list(lines)) for name, lines in groupby(run.lines, key=lambda line: line.scenario)]
    return [(name, all(line.passed for line in lines), [_told(line) for line in lines]) for name, lines in groups]


def _told(line: ScenarioLine) -> Told:
    move, _dot, fact = line.what.partition(" · ")
    words = f"{FACTS.get(fact, fact)}" if fact else move_words(move)
    shown = (_value(fact, line.expected), _value(fact, line.happened))
    return Told(line.line, words, *shown, line.passed)


def move_words(move: str) -> str:
    """Return a move of a scenario as a sentence: who does what."""
    words = move.split()
    if words[0] in MOVES:
        return str(MOVES[words[0]]).capitalize()
    done = str(MOVES.get(words[1], words[1])) if len(words) > 1 else ""
    outcome = f" ({words[2]})" if len(words) > 2 else ""
    return f"{role_words(words[0])} {done}{outcome}"


def role_words(role: str) -> str:
    """Return the name of a role."""
    return str(role_labels().get(role, role))


def _value(fact: str, value: str) -> str:
    if fact == "state" and value in set(State):
        return str(STATES[value])
    if fact == "result" and value in set(ResultState):
        return str(RESULTS[value])
    if fact == "due":
        return timezone.make_aware(datetime.fromisoformat(value)).strftime("%H:%M, %d/%m/%Y")
    if value == "done":
        return _("done")
    return _("none") if value == "-" else value


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
