"""Definitions, parsed once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound

from ..contracts import DefinitionInfo
from ..models import ProcessDefinition
from ..rules_engine import restore_spec
from ..rules_model import Model, read_model
from ..rules_xml import read_xml


@dataclass(frozen=True)
class Running:
    """A definition ready to run: the engine's specification and our model of it."""

    id: int
    key: str
    version: int
    title: str
    xml: str
    spec: Any
    model: Model


@lru_cache(maxsize=256)
def get_running(definition_id: int) -> Running:
    """Return a definition ready to run; one statement the first time, none afterwards, for it never changes."""
    row = ProcessDefinition.objects.get(pk=definition_id)
    return Running(
        id=row.pk,
        key=row.key,
        version=row.version,
        title=row.title,
        xml=row.xml,
        spec=restore_spec(row.spec),
        model=read_model(read_xml(row.xml)),
    )


def describe(row: ProcessDefinition) -> DefinitionInfo:
    """Return a definition as plain data."""
    return DefinitionInfo(id=row.pk, key=row.key, version=row.version, title=row.title, total_limit=row.total_limit)


def get_definition(*, key: str, version: int | None = None) -> DefinitionInfo:
    """Return a definition, the newest version when none is named. One statement.

    :raises NotFound: there is no such process
    """
    rows = ProcessDefinition.objects.filter(key=key).defer("xml", "spec").order_by("-version")
    row = (rows if version is None else rows.filter(version=version)).first()
    if row is None:
        raise NotFound(_("There is no process “%(key)s”.") % {"key": key}, key=key)
    return describe(row)


def list_definitions() -> tuple[DefinitionInfo, ...]:
    """Return the newest version of each process, by title. One statement."""
    rows = ProcessDefinition.objects.defer("xml", "spec").order_by("key", "-version").distinct("key")
    return tuple(sorted((describe(row) for row in rows), key=lambda item: item.title))
