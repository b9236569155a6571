"""Where systems say which permissions come with a role, and what of theirs moves when agencies are reorganised.

Roles are given by appointments, so they are known here; accounts turns them into the grants of an actor.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.functional import Promise

from lienthong.kernel.acts.contracts import Actor, Scope


@dataclass(frozen=True)
class RoleGrant:
    """A permission and its reach, as part of a role."""

    permission: str
    scope: Scope


_ROLES: dict[str, list[RoleGrant]] = {}
_LABELS: dict[str, str | Promise] = {}
_PERMISSIONS: dict[str, str | Promise] = {}


def role(code: str, label: str | Promise, grants: Mapping[str, Scope]) -> None:
    """Add permissions to a role; several systems may add to the same one.

    :param code: stable code, such as `reception` or `leader`, kept in appointments
    """
    _LABELS.setdefault(code, label)
    _ROLES.setdefault(code, []).extend(RoleGrant(permission, scope) for permission, scope in grants.items())


def grants_of(code: str) -> tuple[RoleGrant, ...]:
    """Return what a role may do; an unknown role may do nothing."""
    return tuple(_ROLES.get(code, ()))


def role_labels() -> Mapping[str, str]:
    """Return the roles people can be given, by code."""
    return {code: str(label) for code, label in _LABELS.items()}


def name_permissions(words: Mapping[str, str | Promise]) -> None:
    """Say what permissions allow, as people read who give them to a machine; a test says that none lacks its words."""
    _PERMISSIONS.update(words)


def permission_label(permission: str) -> str:
    """Return what a permission allows in words; its own name when nobody gave it any."""
    return str(_PERMISSIONS.get(permission, permission))


@dataclass(frozen=True)
class Handover:
    """What goes from one agency to another by a decision; nothing that was finished is touched.

    `target_id` is None when nobody follows; then a mover leaves things where they are.
    """

    source_id: int
    target_id: int | None
    day: date
    basis: str
    actor: Actor
    now: datetime


class Mover(ABC):
    """What one app moves when an agency ends: open work, dossiers, books of numbers, sites."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    # Whether an agency that still has such things may end without anybody to follow it.
    needs_successor: ClassVar[bool] = True
    # The columns that name the agency of such things, as "processes.workitem.agency"; a test asks of every column that
    # names an agency who moves it, or why it stays.
    columns: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def count(self, agency_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many things would move, by agency; one statement, however many agencies."""

    @abstractmethod
    def move(self, handover: Handover) -> int:
        """Move them in the caller's transaction and return how many; asked again, find nothing left to move."""


_MOVERS: dict[str, Mover] = {}


def mover(kind: type[Mover]) -> type[Mover]:
    """Register what an app moves when agencies are reorganised.

    :raises ValueError: two are registered under one code
    """
    if kind.code in _MOVERS:
        raise ValueError(f"two movers are called {kind.code}")
    _MOVERS[kind.code] = kind()
    return kind


def movers() -> tuple[Mover, ...]:
    """Return what moves when agencies are reorganised, in the order of registration."""
    return tuple(_MOVERS.values())
