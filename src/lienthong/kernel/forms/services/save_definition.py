"""Storing a new version of a form."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.ui.contracts import fold

from ..contracts import DefinitionInfo, FormRefused
from ..models import FormDefinition, FormDesign
from ..rules_check import find_errors


def save_definition(
    *, key: str, title: str, schema: dict[str, Any], ui: dict[str, Any], actor: Actor, now: datetime
) -> DefinitionInfo:
    """Store a form as a new version; the same content again keeps the version it has.

    Designers find it in their list; what they are changing in it meanwhile stays theirs.

    :raises FormRefused: names each place in the schema or the ui part that cannot be used
    """
    errors = tuple(find_errors(schema, ui))
    if errors:
        raise FormRefused(_("The form cannot be used yet."), errors=errors)
    with transaction.atomic():
        newest = FormDefinition.objects.select_for_update().filter(key=key).order_by("-version").first()
        if newest is not None and (newest.title, newest.schema, newest.ui) == (title, schema, ui):
            return DefinitionInfo(key=key, version=newest.version, title=title)
        version = newest.version + 1 if newest is not None else 1
        FormDefinition.objects.create(
            key=key, version=version, title=title, schema=schema, ui=ui, created_at=now, created_by_name=actor.name
        )
        given = {"title": title, "folded_title": fold(title)[:400], "schema": schema, "ui": ui, "published": version}
        given |= {"updated_at": now, "updated_by_name": actor.name}
        FormDesign.objects.filter(key=key, changed=True).update(published=version)
        if not FormDesign.objects.filter(key=key, changed=True).exists():
            FormDesign.objects.update_or_create(key=key, defaults=given)
    return DefinitionInfo(key=key, version=version, title=title)
