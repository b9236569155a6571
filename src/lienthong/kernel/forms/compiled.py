"""A form compiled once per version: asks, validates and shows answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import jsonschema_rs
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError, Invalid

from .contracts import ExpressionFailed, FieldDescription, FieldKind, FormDescription
from .forms import AnswerForm, build_form_class
from .rules import FORMATS, describe, normalize, shown_day
from .rules_cel import evaluate
from .words import group_thousands, say_error, say_required


def _is_day(text: str) -> bool:
    """Tell whether ISO text is a day of the calendar; the library alone lets 31 February pass in places."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


class CompiledForm:
    """One version of a form, ready for use by pages and API alike."""

    def __init__(self, *, key: str, version: int, title: str, schema: dict[str, Any], ui: dict[str, Any]) -> None:
        """Compile the schema once."""
        self.key = key
        self.version = version
        self.title = title
        self.schema = schema
        self.description: FormDescription = describe(schema, ui)
        self._classes: dict[str, type[AnswerForm]] = {}

    @cached_property
    def _validator(self) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(
            self.schema, validate_formats=True, formats={**FORMATS, "date": _is_day}
        )

    def django_form(self, data: Any = None, initial: Any = None, **options: Any) -> AnswerForm:
        """Return a Django form over this definition; `form.answers()` gives valid answers as JSON."""
        language = get_language() or ""
        if language not in self._classes:
            self._classes[language] = build_form_class(self)
        return self._classes[language](data, initial=initial, **options)

    def hidden(self, data: Mapping[str, Any]) -> frozenset[str]:
        """Return the questions that these answers leave unasked.

        A condition that cannot be worked out hides nothing: asking too much is safer than asking too little.
        """
        variables = {field.name: data.get(field.name) for field in self.description.fields}
        unasked = set()
        for field in self.description.fields:
            if field.condition:
                try:
                    shown = bool(evaluate(field.condition, variables))
                except ExpressionFailed:
                    shown = True
                if not shown:
                    unasked.add(field.name)
        return frozenset(unasked)

    def validate(self, data: Mapping[str, Any]) -> tuple[FieldError, ...]:
        """Return what is wrong with the answers, one error a field, in the order of the form."""
        answers = normalize(self.description, data)
        unasked = self.hidden(answers)
        found: dict[str, FieldError] = {}
        for error in self._validator.iter_errors({k: v for k, v in answers.items() if k not in unasked}):
            for item in self._read(error):
                if item.path not in unasked:
                    found.setdefault(item.path, item)
        order = list(self.description.by_name)
        return tuple(sorted(found.values(), key=lambda item: order.index(item.path) if item.path in order else -1))

    def _read(self, error: jsonschema_rs.ValidationError) -> tuple[FieldError, ...]:
        """Put one error of the library in our words."""
        kind: dict[str, Any] = error.kind.as_dict()
        kind["name"] = error.kind.name
        path = [str(part) for part in error.instance_path]
        if kind["name"] == "required" and not path:
            name = str(kind["property"])
            return (FieldError(name, say_required(self._field(name))),)
        if kind["name"] == "additionalProperties" and not path:
            return tuple(FieldError(str(name), _("This form does not ask for it")) for name in kind["unexpected"])
        name = path[0] if path else ""
        return (FieldError(".".join(path), say_error(self._field(name), kind, error.instance)),)

    def _field(self, name: str) -> FieldDescription:
        return self.description.by_name.get(name) or FieldDescription(name=name, label=name, kind=FieldKind.TEXT)

    def clean(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers in their stored shape, without those to unasked questions.

        :raises Invalid: some answer is missing or wrong; `errors` names each field
        """
        errors = self.validate(data)
        if errors:
            raise Invalid(_("Please correct what is marked."), errors=errors)
        answers = normalize(self.description, data)
        unasked = self.hidden(answers)
        return {name: value for name, value in answers.items() if name not in unasked}

    def texts(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Return answers as people read them, by name of the question, unanswered ones left out."""
        return {
            field.name: _shown(field, data[field.name])
            for field in self.description.fields
            if data.get(field.name) not in ("", None)
        }

    def display(self, data: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return answers as people read them: sections with (label, text), unanswered questions left out."""
        shown: list[tuple[str, list[tuple[str, str]]]] = []
        for section in self.description.sections:
            lines = [
                (field.label, _shown(field, data[field.name]))
                for field in section.fields
                if data.get(field.name) not in ("", None)
            ]
            if lines:
                shown.append((section.title, lines))
        return shown


def _shown(field: FieldDescription, value: Any) -> str:
    """Return one answer as people read it."""
    if field.kind is FieldKind.CHOICE:
        return dict(field.choices).get(str(value), str(value))
    if field.kind is FieldKind.CHECKBOX:
        return _("Yes") if value else _("No")
    if field.kind is FieldKind.DATE:
        return shown_day(str(value))
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return _("%(amount)s đồng") % {"amount": group_thousands(value)}
    if field.kind is FieldKind.INTEGER and isinstance(value, int):
        return group_thousands(value)
    return str(value)
