"""Attachments among answers: that they exist and were sent by who names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError

from ..compiled import CompiledForm
from ..contracts import FieldKind
from ..extensions import find_store


def check_attachments(*, form: CompiledForm, answers: Mapping[str, Any], actor: Actor) -> tuple[FieldError, ...]:
    """Return an error for each attachment that this actor never sent; asked where answers come from a machine.

    At most one statement; none for a form without attachments.
    """
    named = {
        field.name: str(answers[field.name])
        for field in form.description.fields
        if field.kind is FieldKind.ATTACHMENT and answers.get(field.name)
    }
    store = find_store()
    known = store.find(frozenset(named.values()), actor=actor) if store and named else {}
    missing = (name for name, file in named.items() if file not in known)
    return tuple(FieldError(name, _("There is no such file, or somebody else sent it")) for name in missing)
