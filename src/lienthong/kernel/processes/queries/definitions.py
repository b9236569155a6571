"""Definitions, parsed once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound

from ..contracts import DefinitionInfo
from ..extensions import service_names
from ..models import ProcessDefinition
from ..rules.build import Surroundings, read_stored
from ..rules.engine import Program
from ..rules.expand import Called
from ..rules.model import Model
from ..rules.xml import read_xml
from .decisions import decision_tables


@dataclass(frozen=True)
class Running:
    """A definition ready to run: the engine's specification and our model of it."""

    id: int
    key: str
    version: int
    title: str
    xml: str
    spec: Program
    model: Model


@lru_cache(maxsize=256)
def get_running(definition_id: int) -> Running:
    """Return a definition ready to run; one statement the first time, none afterwards, for it never changes."""
    row = ProcessDefinition.objects.get(pk=definition_id)
    model, program = read_stored(row.xml, row.spec)
    return Running(
        id=row.pk,
        key=row.key,
        version=row.version,
        title=row.title,
        xml=row.xml,
        spec=program,
        model=model,
    )


def describe(row: ProcessDefinition) -> DefinitionInfo:
    """Return a definition as plain data."""
    return DefinitionInfo(
        id=row.pk,
        key=row.key,
        version=row.version,
        title=row.title,
        total_limit=row.total_limit,
        checked_at=row.checked_at,
        checked_by_name=row.checked_by_name,
        valid_from=row.valid_from,
        decision=row.decision,
    )


def get_definition(*, key: str, version: int | None = None, on: date | None = None) -> DefinitionInfo:
    """Return a definition, the newest version when none is named. One statement.

    :param on: a day; versions that are valid only later do not count
    :raises NotFound: there is no such process
    """
    rows = ProcessDefinition.objects.filter(key=key).defer("xml", "spec").order_by("-version")
    if version is not None:
        rows = rows.filter(version=version)
    if on is not None:
        rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
    row = rows.first()
    if row is None:
        raise NotFound(_("There is no process “%(key)s”.") % {"key": key}, key=key)
    return describe(row)


def list_definitions() -> tuple[DefinitionInfo, ...]:
    """Return the newest version of each process, by title. One statement."""
    rows = ProcessDefinition.objects.defer("xml", "spec").order_by("key", "-version").distinct("key")
    return tuple(sorted((describe(row) for row in rows), key=lambda item: item.title))


def _find_called(key: str) -> Called | None:
    """Return the newest version of a process that another one calls. One statement."""
    row = ProcessDefinition.objects.filter(key=key).order_by("-version").first()
    return None if row is None else (row.key, row.version, read_xml(row.spec.get("whole") or row.xml))


def surroundings() -> Surroundings:
    """Return what a model may refer to here and now: services, decisions and other processes."""
    return Surroundings(services=service_names(), decisions=decision_tables(), find_process=_find_called)
