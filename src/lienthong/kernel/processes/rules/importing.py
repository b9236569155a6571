"""Making a document of another tool ours: what we can read is put in our words, and each change is told.

Nothing is guessed about who does a step: what the file does not say stays open and is named by the check.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ..contracts import Problem
from .check_elements import VENDOR_CODE
from .model import NODES
from .reading import own, walk
from .xml import BPMN, LT, local_name

CODE = re.compile(r"^[a-z][a-z0-9_\-]{0,39}$")
WRAPPED = re.compile(r"^\s*[#$]\{(.*)\}\s*$", re.DOTALL)
WORD = re.compile(r'("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')|(?<![.\w])([A-Za-z_]\w*)(?!\s*\()')
KNOWN = frozenset({"data", "steps", "outcome", "answers", "asked", "true", "false", "null", "in"})
# Attributes of other tools by the one of ours that says the same; the first that is there is taken.
SAME = {
    "role": ("candidateGroups", "candidateRoles"),
    "form": ("formKey", "formRef", "formId"),
    "service": ("topic",),
    "decision": ("decisionRef", "decisionTableReferenceKey"),
    "result": ("resultVariable",),
}
SAME_CHILDREN = {
    ("assignmentDefinition", "candidateGroups"): "role",
    ("formDefinition", "formId"): "form",
    ("formDefinition", "formKey"): "form",
    ("taskDefinition", "type"): "service",
    ("calledDecision", "decisionId"): "decision",
    ("calledDecision", "resultVariable"): "result",
}
FITS = {
    "role": frozenset({"userTask", "manualTask"}),
    "form": frozenset({"userTask", "manualTask"}),
    "service": frozenset({"serviceTask"}),
    "decision": frozenset({"businessRuleTask"}),
    "result": frozenset({"businessRuleTask"}),
}
COLLECTIONS = ("collection", "inputCollection")


def to_cel(text: str) -> str:
    """Put a simple expression of JUEL or FEEL in CEL: names of values are read from the data of the case."""
    wrapped = WRAPPED.match(text)
    bare = (wrapped[1] if wrapped else text.removeprefix("=")).strip()

    def read(found: re.Match[str]) -> str:
        quoted, word = found[1], found[2]
        if quoted or word in KNOWN:
            return found[0]
        return {"and": "&&", "or": "||", "eq": "==", "ne": "!=", "not": "!"}.get(word, f"data.{word}")

    whole = WORD.sub(read, bare)
    if wrapped is None and text.startswith("="):  # FEEL compares with one sign
        whole = re.sub(r"(?<![<>=!])=(?!=)", "==", whole)
    return whole


def _choose_process(root: Any) -> Iterator[Problem]:
    """Leave out pools in which nothing happens, and mark the one that is left as executable."""
    for process in root.findall(f"{{{BPMN}}}process"):
        if not any(local_name(each)[1] in NODES for each in process):
            root.remove(process)
            yield Problem(process.get("id", "process"), "note_empty_pool")
    left = root.findall(f"{{{BPMN}}}process")
    if len(left) == 1 and left[0].get("isExecutable") != "true":
        left[0].set("isExecutable", "true")
        yield Problem(left[0].get("id", "process"), "note_executable")
    for collaboration in root.findall(f"{{{BPMN}}}collaboration"):
        if any(local_name(each)[1] == "messageFlow" for each in collaboration):
            yield Problem(collaboration.get("id", "collaboration"), "note_message_flow")


def _foreign(element: Any) -> dict[str, str]:
    """Return the attributes of other tools on an element by local name."""
    return {
        etree.QName(name).localname: value
        for name, value in element.attrib.items()
        if name.startswith("{") and not name.startswith((f"{{{LT}}}", f"{{{BPMN}}}"))
    }


def _said(element: Any) -> Iterator[tuple[str, str]]:
    """Yield what other tools say of a task, in our words."""
    attributes = _foreign(element)
    for ours, theirs in SAME.items():
        for name in theirs:
            if attributes.get(name):
                yield ours, attributes[name]
    extra = element.find(f"{{{BPMN}}}extensionElements")
    for child in extra if extra is not None else ():
        for name, value in child.attrib.items():
            ours_too = SAME_CHILDREN.get((local_name(child)[1], name))
            if ours_too:
                yield ours_too, value


def _adopt(element: Any, kind: str) -> Iterator[Problem]:
    """Take over what another tool says of one task."""
    key = element.get("id", kind)
    if kind == "task":
        element.tag = f"{{{BPMN}}}userTask"
        kind = "userTask"
        yield Problem(key, "note_task")
    for name, value in _said(element):
        plain = value.split(",")[0].strip().removeprefix("=").strip(' "')
        if kind in FITS[name] and not own(element, name) and (name != "role" or CODE.match(plain)):
            element.set(f"{{{LT}}}{name}", plain)
            yield Problem(key, "note_taken", f"{name} = {plain}")
    if kind == "callActivity" and not element.get("calledElement"):
        called = [each.get("processId") for each in element.iter() if local_name(each)[1] == "calledElement"]
        if called and called[0]:
            element.set("calledElement", called[0])
            yield Problem(key, "note_taken", f"calledElement = {called[0]}")
    loop = element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if loop is not None:
        yield from _adopt_loop(element, loop)


def _adopt_loop(element: Any, loop: Any) -> Iterator[Problem]:
    inner = [each for each in loop.iter() if local_name(each)[1] == "loopCharacteristics"]
    found = next((v for each in (loop, *inner) for n, v in _plain(each) if n in COLLECTIONS), "")
    if found and not own(element, "each"):
        element.set(f"{{{LT}}}each", to_cel(found))
        yield Problem(element.get("id", ""), "note_taken", f"each = {to_cel(found)}")


def _plain(element: Any) -> Iterator[tuple[str, str]]:
    return ((etree.QName(name).localname, value) for name, value in element.attrib.items())


def _translate(element: Any) -> Iterator[Problem]:
    """Put the condition of an arrow in CEL."""
    condition = element.find(f"{{{BPMN}}}conditionExpression")
    if condition is None or not (condition.text or "").strip():
        return
    before = condition.text.strip()
    if before.startswith(("${", "#{", "=")):
        condition.text = to_cel(before)
        yield Problem(element.get("id", ""), "note_condition", f"{before} → {condition.text}"[:200])


def adopt(root: Any) -> tuple[Problem, ...]:
    """Change a document of another tool in place and return what was changed or left aside, element by element."""
    if local_name(root) != (BPMN, "definitions"):
        return ()
    notes = list(_choose_process(root))
    left: Counter[str] = Counter()
    for process in root.findall(f"{{{BPMN}}}process"):
        for element, kind, _scope in list(walk(process)):
            if kind == "sequenceFlow":
                notes += _translate(element)
            elif kind in NODES | {"task"}:
                notes += _adopt(element, kind)
        for each in process.iter():
            namespace, name = local_name(each) if isinstance(each.tag, str) else ("", "")
            if namespace not in {BPMN, LT, ""} and name not in VENDOR_CODE:
                left[namespace] += 1
    notes += [Problem("definitions", "note_left", f"{name} ({count})") for name, count in sorted(left.items())]
    return tuple(notes)
