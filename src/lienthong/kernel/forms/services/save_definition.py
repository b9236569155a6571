"""Storing a new version of a form."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import jsonschema_rs
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError

from ..contracts import DefinitionInfo, ExpressionRefused, FormRefused
from ..models import FormDefinition
from ..rules import find_problems
from ..rules_cel import check_expression


def _reasons() -> dict[str, str]:
    return {
        "not_an_object": _("The schema must describe an object with properties"),
        "bad_name": _("The name of a field has letters, digits and underscores only"),
        "no_field_for_type": _("There is no field for this type"),
        "unknown_field": _("There is no such field in the schema"),
        "unknown_part": _("The ui part has no such entry"),
    }


def _check(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield what is wrong with a form."""
    reasons = _reasons()
    problems = [FieldError(place, reasons[reason]) for place, reason in find_problems(schema, ui)]
    yield from problems
    if problems:
        return
    if not jsonschema_rs.meta.is_valid({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}):
        yield FieldError("schema", _("This is not a valid JSON Schema"))
    names = frozenset(schema["properties"])
    for name, condition in ui.get("condition", {}).items():
        try:
            check_expression(condition, allowed=names)
        except ExpressionRefused as refusal:
            yield FieldError(f"ui.condition.{name}", refusal.message)


def save_definition(
    *, key: str, title: str, schema: dict[str, Any], ui: dict[str, Any], actor: Actor, now: datetime
) -> DefinitionInfo:
    """Store a form as a new version; the same content again keeps the version it has.

    :raises FormRefused: names each place in the schema or the ui part that cannot be used
    """
    errors = tuple(_check(schema, ui))
    if errors:
        raise FormRefused(_("The form cannot be used yet."), errors=errors)
    newest = FormDefinition.objects.filter(key=key).order_by("-version").first()
    if newest is not None and (newest.title, newest.schema, newest.ui) == (title, schema, ui):
        return DefinitionInfo(key=key, version=newest.version, title=title)
    version = newest.version + 1 if newest is not None else 1
    FormDefinition.objects.create(
        key=key, version=version, title=title, schema=schema, ui=ui, created_at=now, created_by_name=actor.name
    )
    return DefinitionInfo(key=key, version=version, title=title)
