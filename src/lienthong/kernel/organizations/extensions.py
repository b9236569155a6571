"""Where systems say which permissions come with a role, and how far they reach.

Roles are given by appointments, so they are known here; accounts turns them into the grants of an actor.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from lienthong.kernel.acts.contracts import Scope


@dataclass(frozen=True)
class RoleGrant:
    """A permission and its reach, as part of a role."""

    permission: str
    scope: Scope


_ROLES: dict[str, list[RoleGrant]] = {}
_LABELS: dict[str, str | Promise] = {}


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
