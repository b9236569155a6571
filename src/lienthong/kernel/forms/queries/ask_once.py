"""Ask once: what registers know is filled in, and what they vouch for spares a paper.

Nghị định 224/2026/NĐ-CP Art. 18(4): papers that data of a database replace must not be asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid

from ..compiled import CompiledForm
from ..contracts import Sourced, WaivedPaper
from ..extensions import Subject, prefill_sources
from ..rules import normalize

EMPTY: tuple[Any, ...] = ("", None, [], {})


@dataclass(frozen=True)
class Prefilled:
    """What sources answered: values to show at once, and by field who said so."""

    values: dict[str, Any]
    sourced: dict[str, Sourced]


def prefill(
    *,
    form: CompiledForm,
    subject: Subject,
    viewer: Actor,
    now: datetime,
    defaults: Mapping[str, str] | None = None,
    verified_only: bool = False,
) -> Prefilled:
    """Ask each source that a form names once; what it does not know, or may not tell the viewer, stays empty.

    :param defaults: bindings by name of the field where the form names no source
    :param verified_only: ask only the sources whose data replace papers, as an act does that judges answers
    """
    wanted: dict[str, list[tuple[str, str]]] = {}
    for field in form.description.fields:
        code, _dot, what = (field.prefill or (defaults or {}).get(field.name, "")).partition(".")
        if code:
            wanted.setdefault(code, []).append((field.name, field.name if what == "*" else what))
    known = prefill_sources()
    sourced: dict[str, Sourced] = {}
    for code, fields in wanted.items():
        source = known.get(code)
        if source is None or source.read is None or (verified_only and not source.verified):
            continue
        answers = source.read(subject, viewer, now)
        for name, what in fields:
            if what in answers and answers[what].value not in EMPTY:
                said = answers[what]
                sourced[name] = said if said.label else replace(said, label=str(source.label))
    return Prefilled({name: item.value for name, item in sourced.items()}, sourced)


def settle(*, form: CompiledForm, answers: Mapping[str, Any], sourced: Mapping[str, Sourced]) -> dict[str, Any]:
    """Return the answers with those of verified sources put in; they need not be sent.

    :raises Invalid: something else was sent for what a verified source has answered; `errors` names each field
    """
    given = normalize(form.description, answers)
    errors = []
    for name, said in sourced.items():
        if not said.verified or form.description.by_name[name].compute:
            continue
        value = normalize(form.description, {name: said.value}).get(name)
        if given.get(name) not in EMPTY and given[name] != value:
            message = _("This comes from %(source)s and cannot be changed here") % {"source": said.label}
            errors.append(FieldError(name, message))
        given[name] = value
    if errors:
        raise Invalid(_("Please correct what is marked."), errors=tuple(errors))
    return given


def papers_waived(
    *, form: CompiledForm, answers: Mapping[str, Any], sourced: Mapping[str, Sourced]
) -> tuple[WaivedPaper, ...]:
    """Return the papers that need not be handed in for these answers.

    A paper is spared when every field that replaces it was answered by a verified source and still says what the
    source said: who changes an answer by hand brings the paper. Fields that are not asked count for nothing.
    """
    given = normalize(form.description, answers)
    unasked = form.hidden(given)
    by_paper: dict[str, list[str]] = {}
    for field in form.description.fields:
        for code in field.replaces:
            if field.name not in unasked:
                by_paper.setdefault(code, []).append(field.name)
    waived = []
    for code, names in by_paper.items():
        if all(_vouched(form, name, given, sourced) for name in names):
            sources = tuple(dict.fromkeys(sourced[name].source for name in names))
            oldest = min(sourced[name].at for name in names)
            labels = tuple(dict.fromkeys(sourced[name].label for name in names))
            waived.append(WaivedPaper(code, tuple(names), sources, oldest, labels))
    return tuple(waived)


def _vouched(form: CompiledForm, name: str, given: Mapping[str, Any], sourced: Mapping[str, Sourced]) -> bool:
    source = sourced.get(name)
    if source is None or not source.verified or name not in given:
        return False
    return bool(normalize(form.description, {name: source.value}).get(name) == given[name])
