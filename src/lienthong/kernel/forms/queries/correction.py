"""Correcting what an officer marked, and nothing else; both sides see what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError, Invalid

from ..compiled import CompiledForm
from ..contracts import AnswerChange, FieldDescription, KeptFile
from ..rules import normalize
from ..rules_cel import variables_of
from ..words import shown_answer


def editable_fields(*, form: CompiledForm, marked: Collection[str], before: Mapping[str, Any]) -> frozenset[str]:
    """Return the questions that may be changed: those marked, and those that a marked answer may bring up.

    A question that was not asked before, and whose condition reads a field that may be changed, can become asked;
    it must then be answerable. Computed questions follow their fields and are never typed.
    """
    open_ones = {name for name in marked if name in form.description.by_name}
    unasked = form.hidden(normalize(form.description, before))
    waiting = [field for field in form.description.fields if field.condition and field.name in unasked]
    found = True
    while found:
        found = False
        for field in waiting:
            if field.name not in open_ones and variables_of(field.condition) & open_ones:
                open_ones.add(field.name)
                found = True
    return frozenset(name for name in open_ones if not form.description.by_name[name].compute)


def correct(
    *, form: CompiledForm, before: Mapping[str, Any], sent: Mapping[str, Any], marked: Collection[str]
) -> tuple[dict[str, Any], tuple[AnswerChange, ...]]:
    """Return the whole answers after a correction, and what changed.

    :param before: the answers as filed
    :param sent: answers to the marked questions; others may be sent again as they were
    :param marked: names of the questions the officer marked
    :raises Invalid: an answer that was not marked is changed, or the whole is not valid; `errors` names each
    """
    allowed = editable_fields(form=form, marked=marked, before=before)
    shaped, old = normalize(form.description, sent), normalize(form.description, before)
    computed = {field.name for field in form.description.fields if field.compute}
    foreign = [name for name, value in shaped.items() if name not in allowed | computed and value != old.get(name)]
    if foreign:
        message = _("This was not asked to be corrected")
        raise Invalid(message, errors=tuple(FieldError(name, message) for name in foreign))
    kept = {name: value for name, value in old.items() if name not in allowed}
    answers = form.clean(kept | {name: value for name, value in shaped.items() if name in allowed})
    return answers, compare_answers(form=form, before=before, after=answers)


def compare_answers(
    *,
    form: CompiledForm,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    files: Mapping[str, KeptFile] | None = None,
) -> tuple[AnswerChange, ...]:
    """Return what differs between two sets of answers, as people read them, in the order of the form.

    :param files: names of attached files by their id, so that a replaced file is said by name
    """
    changes = []
    for field in form.description.fields:
        old, new = before.get(field.name), after.get(field.name)
        if old != new:
            changes.append(AnswerChange(field.name, field.label, _read(field, old, files), _read(field, new, files)))
    return tuple(changes)


def _read(field: FieldDescription, value: Any, files: Mapping[str, KeptFile] | None) -> str:
    if value in ("", None):
        return ""
    kept = (files or {}).get(value) if isinstance(value, str) else None
    return kept.name if kept else shown_answer(field, value)
