"""For tests: officers who look after books."""

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope

from .contracts import MANAGE, SEE, SET_FORMATS
from .models import Book, GivenNumber, NumberFormat, ReservedBlock, VoidedNumber

__all__ = ["Book", "GivenNumber", "NumberFormat", "ReservedBlock", "VoidedNumber", "keeper"]


def keeper(*, agency_id: int = 1, agency_path: str = "/1/", scope: Scope = Scope.PROVINCE) -> Actor:
    """Return an officer who looks after the books within a scope, and sets formats when that is the province."""
    held = (SEE, MANAGE, *((SET_FORMATS,) if scope is Scope.PROVINCE else ()))
    grants = tuple(Grant(each, scope, "clerk", agency_id, agency_path) for each in held)
    return Actor(ActorKind.OFFICER, "Văn thư", user_id=7, agency_id=agency_id, agency_path=agency_path, grants=grants)
