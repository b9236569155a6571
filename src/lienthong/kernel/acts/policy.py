"""One declaration per resource: may this actor do this to this object, and which objects does it reach.

Each scope is written once, as a pair of a predicate over an object and a condition for SQL; a test kit
holds them together by asking both the same questions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from .contracts import Actor, ActorKind, Grant, Scope

M = TypeVar("M", bound=Model)

NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Condition(Generic[M]):
    """How one scope reaches an object: the same rule in Python and in SQL."""

    matches: Callable[[M, Actor, Grant], bool]
    sql: Callable[[Actor, Grant], Q]


@dataclass(frozen=True)
class Policy(Generic[M]):
    """Who may see and do what to one kind of object.

    :param see: the permission that lets somebody know of the object at all
    :param scopes: what each scope of a grant reaches
    """

    see: str
    scopes: Mapping[Scope, Condition[M]]

    def allows(self, actor: Actor, permission: str, subject: M) -> bool:
        """Tell whether the actor may use the permission on this object."""
        if actor.kind is ActorKind.SYSTEM:
            return True
        return any(
            grant.scope is Scope.PROVINCE
            or (grant.scope in self.scopes and self.scopes[grant.scope].matches(subject, actor, grant))
            for grant in actor.grants_for(permission)
        )

    def condition(self, actor: Actor, permission: str) -> Q:
        """Return the SQL condition of all objects on which the actor may use the permission."""
        if actor.kind is ActorKind.SYSTEM:
            return Q()
        reached = NOTHING
        for grant in actor.grants_for(permission):
            if grant.scope is Scope.PROVINCE:
                return Q()
            if grant.scope in self.scopes:
                reached |= self.scopes[grant.scope].sql(actor, grant)
        return reached

    def visible(self, queryset: QuerySet[M, Any], actor: Actor) -> QuerySet[M, Any]:
        """Narrow a queryset to what the actor may know of."""
        return queryset.filter(self.condition(actor, self.see))
