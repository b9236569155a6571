"""A form compiled once per version: asks, validates and shows answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import jsonschema_rs
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError, Invalid

from . import words
from .contracts import ExpressionFailed, FieldDescription, FieldKind, FormDescription
from .forms import AnswerForm, build_form_class
from .rules import describe, normalize
from .rules.shaping import is_bearable, unwritable
from .rules_cel import evaluate
from .rules_check import build_validator


class CompiledForm:
    """One version of a form, ready for use by pages and API alike."""

    def __init__(self, *, key: str, version: int, title: str, schema: dict[str, Any], ui: dict[str, Any]) -> None:
        """Compile the schema once."""
        self.key = key
        self.version = version
        self.title = title
        self.schema = schema
        self.ui = ui
        self.description: FormDescription = describe(schema, ui)
        self._classes: dict[str, type[AnswerForm]] = {}
        self._order = {name: place for place, name in enumerate(self.description.by_name)}
        self._conditional = tuple(item for item in self.description.fields if item.condition)
        self._computed = tuple(item for item in self.description.fields if _computes(item))

    @property
    def computes(self) -> bool:
        """Tell whether some answer is computed from others."""
        return bool(self._computed)

    @cached_property
    def _validator(self) -> jsonschema_rs.Draft202012Validator:
        return build_validator(self.schema)

    def django_form(self, data: Any = None, initial: Any = None, **options: Any) -> AnswerForm:
        """Return a Django form over this definition; `form.answers()` gives valid answers as JSON.

        Besides Django's options it takes `judged=False` (show what was typed without judging it), `only` (names of
        the questions that may be changed, as in a correction) and `attached` (files kept so far, by field).
        """
        language = get_language() or ""
        if language not in self._classes:
            self._classes[language] = build_form_class(self)
        return self._classes[language](data, initial=initial, **options)

    def hidden(self, data: Mapping[str, Any]) -> frozenset[str]:
        """Return the questions that these answers leave unasked.

        Conditions are worked out in the order of the form; an answer to an unasked question counts as not given.
        A condition that cannot be worked out hides nothing: asking too much is safer than asking too little.
        """
        if not self._conditional:
            return frozenset()
        variables = {name: data.get(name) for name in self.description.by_name}
        unasked = set()
        for field in self._conditional:
            try:
                shown = bool(evaluate(field.condition, variables))
            except ExpressionFailed:
                shown = True
            if not shown:
                unasked.add(field.name)
                variables[field.name] = None
        return frozenset(unasked)

    def compute(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers with what is computed from them; what was sent for a computed question is dropped."""
        if not self._computed:
            return dict(answers)
        done = dict(answers)
        for field in self._computed:
            if field.kind is FieldKind.GROUP and isinstance(done.get(field.name), list):
                done[field.name] = [_computed_row(field, row) for row in done[field.name]]
            if field.compute:
                done.pop(field.name, None)
                variables = {name: done.get(name) for name in self.description.by_name}
                _put(done, field, variables)
        return done

    def _prepared(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
        answers = self.compute(normalize(self.description, data))
        return answers, self.hidden(answers)

    def validate(self, data: Mapping[str, Any]) -> tuple[FieldError, ...]:
        """Return what is wrong with the answers, one error a place, in the order of the form."""
        if not is_bearable(data):
            return (FieldError("", words.say_unbearable()),)
        answers, unasked = self._prepared(data)
        return self._judge({name: value for name, value in answers.items() if name not in unasked}, unasked)

    def _judge(self, answers: dict[str, Any], unasked: frozenset[str]) -> tuple[FieldError, ...]:
        unclean = tuple(name for name, value in answers.items() if unwritable(name) or unwritable(value))
        found = {name: FieldError(name, words.say_unwritable(self._field(name))) for name in unclean}
        for error in self._validator.iter_errors({k: v for k, v in answers.items() if k not in unclean}):
            for item in self._read(error):
                if item.path.partition(".")[0] not in unasked | set(unclean):
                    found.setdefault(item.path, item)
        return tuple(sorted(found.values(), key=lambda item: self._order.get(item.path.partition(".")[0], -1)))

    def _read(self, error: jsonschema_rs.ValidationError) -> tuple[FieldError, ...]:
        """Put one error of the library in our words."""
        kind: dict[str, Any] = error.kind.as_dict()
        kind["name"] = error.kind.name
        path = [str(part) for part in error.instance_path]
        if kind["name"] == "required":
            path.append(str(kind["property"]))
            return (FieldError(".".join(path), self._missing(path)),)
        if kind["name"] == "additionalProperties":
            return tuple(FieldError(".".join([*path, str(name)]), words.say_not_asked()) for name in kind["unexpected"])
        field = self._field_at(path)
        if field.kind is FieldKind.ADDRESS and len(path) > 1:
            return (FieldError(".".join(path), words.say_address_part(path[1])),)
        return (FieldError(".".join(path), words.say_error(field, kind, error.instance)),)

    def _missing(self, path: list[str]) -> str:
        field = self._field_at(path)
        if field.kind is FieldKind.ADDRESS and len(path) > 1:
            return words.say_address_part(path[1])
        return words.say_required(field)

    def _field_at(self, path: list[str]) -> FieldDescription:
        """Return the field at a path, which in a group is the column."""
        field = self._field(path[0] if path else "")
        if field.kind is FieldKind.GROUP and len(path) > 2:
            return next((column for column in field.columns if column.name == path[2]), field)
        return field

    def _field(self, name: str) -> FieldDescription:
        return self.description.by_name.get(name) or FieldDescription(name=name, label=name, kind=FieldKind.TEXT)

    def clean(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers in their stored shape, without those to unasked questions.

        :raises Invalid: some answer is missing or wrong; `errors` names each field
        """
        if not is_bearable(data):
            raise Invalid(words.say_unbearable(), errors=(FieldError("", words.say_unbearable()),))
        answers, unasked = self._prepared(data)
        asked = {name: value for name, value in answers.items() if name not in unasked}
        errors = self._judge(dict(asked), unasked)
        if errors:
            raise Invalid(_("Please correct what is marked."), errors=errors)
        return asked

    def texts(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Return answers as people read them, by name of the question, unanswered ones left out."""
        return dict(_answered(self.description.fields, data, lambda field: field.name))

    def display(self, data: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return answers as people read them: sections with (label, text), unanswered questions left out."""
        shown = (
            (section.title, list(_answered(section.fields, data, lambda field: field.label)))
            for section in self.description.sections
        )
        return [(title, lines) for title, lines in shown if lines]


def _answered(fields: Iterable[FieldDescription], data: Mapping[str, Any], name: Any) -> Iterable[tuple[str, str]]:
    for field in fields:
        if data.get(field.name) not in ("", None):
            yield name(field), words.shown_answer(field, data[field.name])


def _computes(field: FieldDescription) -> bool:
    return bool(field.compute) or any(column.compute for column in field.columns)


def _computed_row(field: FieldDescription, row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    done = dict(row)
    for column in field.columns:
        if column.compute:
            done.pop(column.name, None)
            _put(done, column, {each.name: done.get(each.name) for each in field.columns})
    return done


def _put(answers: dict[str, Any], field: FieldDescription, variables: Mapping[str, Any]) -> None:
    """Work out one value; what cannot be worked out yet is left out, so that a required one is asked for."""
    try:
        value = evaluate(field.compute, variables)
    except ExpressionFailed:
        return
    if field.kind in {FieldKind.INTEGER, FieldKind.MONEY} and isinstance(value, float):
        # Half a đồng goes up, as in the books; a value without bound is no amount.
        value = int(value + 0.5) if abs(value) < 10**15 else None
    if value is not None:
        answers[field.name] = value
