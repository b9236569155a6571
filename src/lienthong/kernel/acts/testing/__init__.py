"""For tests of the apps above: a policy asked both ways, and bulk runs carried out without a worker."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from hypothesis import strategies as st

from ..contracts import Actor, ActorKind, Grant, Scope
from ..models import BulkItem, BulkRun
from ..policy import Policy
from ..services import work_on_bulk

__all__ = ["BulkItem", "BulkRun", "actors", "carry_out", "differences", "disagreements"]

# agency id, agency path, unit id
Seat = tuple[int, str, int | None]


def actors(*, seats: Sequence[Seat], permissions: Sequence[str], user_ids: Sequence[int]) -> st.SearchStrategy[Actor]:
    """Return actors of every kind with grants of every reach, drawn at random over the seats of a world."""
    roles, scopes = st.sampled_from(["r", "leader", "specialist"]), st.sampled_from(list(Scope))
    grants = st.builds(_grant, st.sampled_from(permissions), scopes, roles, st.sampled_from(seats))
    return st.builds(
        _actor,
        st.sampled_from(list(ActorKind)),
        st.sampled_from([None, *user_ids]),
        st.sampled_from(seats),
        st.lists(grants, max_size=4),
    )


def disagreements(policy: Policy[Any], rows: QuerySet[Any, Any], actor: Actor, permission: str) -> list[Model]:
    """Return the objects on which the predicate and the SQL condition of a policy answer differently."""
    condition = policy.condition(actor, permission)
    return differences(rows, lambda each: policy.allows(actor, permission, each), condition)


def differences(rows: QuerySet[Any, Any], matches: Callable[[Any], bool], condition: Q) -> list[Model]:
    """Return the objects that a predicate and a condition do not both reach, or that the condition gives twice."""
    in_sql = Counter(rows.filter(condition).values_list("pk", flat=True))
    return [each for each in rows if in_sql[each.pk] != int(matches(each))]


def carry_out(*, uuid: UUID, now: datetime, seconds: float = 600.0) -> int:
    """Work on a run as a worker does, and return how many subjects were tried."""
    return work_on_bulk(run_id=BulkRun.objects.get(uuid=uuid).pk, clock=lambda: now, seconds=seconds)


def _grant(permission: str, scope: Scope, role: str, seat: Seat) -> Grant:
    agency_id, path, unit_id = seat
    return Grant(permission, scope, role, agency_id, path, unit_id)


def _actor(kind: ActorKind, user_id: int | None, seat: Seat, grants: list[Grant]) -> Actor:
    agency_id, path, unit_id = seat
    return Actor(
        kind=kind,
        name="Nguyễn Thị Thử",
        user_id=user_id,
        agency_id=agency_id,
        agency_path=path,
        unit_id=unit_id,
        grants=tuple(grants),
        roles=frozenset(grant.role for grant in grants),
    )
