"""What a grant reaches of things that agencies hold: said once, for every system's policy."""

from collections.abc import Iterable
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db.models import Model, Q
from django.db.models.expressions import RawSQL

from lienthong.kernel.acts.contracts import Actor, Grant, NotFound, Scope
from lienthong.kernel.acts.extensions import Condition
from lienthong.kernel.organizations.contracts import lies_in

from .agencies import get_agency

NOTHING = Q(pk__in=())
_BELOW = "SELECT id FROM organizations_agency WHERE path LIKE %s"


def agency_scopes(*keys: str) -> dict[Scope, Condition[Any]]:
    """Return what the scopes `agency` and `subtree` of a grant reach of things that name the agency they belong to.

    :param keys: what names it, through other keys where need be: a foreign key such as `reception`, or a column of its
        number such as `book__agency_id`; of several, one within reach is enough
    """
    held = [_Key(key) for key in keys]

    def is_own(subject: Model, _actor: Actor, grant: Grant) -> bool:
        return any(key.number(subject) == grant.agency_id for key in held)

    def own(_actor: Actor, grant: Grant) -> Q:
        return _any(Q(**{key.name: grant.agency_id}) for key in held)

    def is_below(subject: Model, _actor: Actor, grant: Grant) -> bool:
        return any(lies_in(key.path(subject), grant.agency_path) for key in held)

    def below(_actor: Actor, grant: Grant) -> Q:
        return _any(lies_below(key.name, grant.agency_path) for key in held)

    return {Scope.AGENCY: Condition(is_own, own), Scope.SUBTREE: Condition(is_below, below)}


def lies_below(field: str, path: str) -> Q:
    """Return the condition that a key to an agency names the one of a path or one below it; an empty path has none.

    Asked as a list of keys, which PostgreSQL reads once, and not by joining: with two such keys a condition on the
    joined paths would have to read every row with both its agencies first. Written as SQL, for Django takes as long to
    put a subquery together as PostgreSQL to answer a page of a list.

    :param field: the key, as `reception`
    """
    if not lies_in(path, path):
        return NOTHING
    return Q(**{f"{field}__in": RawSQL(_BELOW, [f"{path}%"])})  # noqa: S611  a path holds digits and slashes


class _Key:
    """How things name an agency: by a foreign key, or by a column of its number where no key can be."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_number = name.endswith("_id")
        dotted = name.replace("__", ".")
        self._number = attrgetter(dotted if self.is_number else f"{dotted}_id")
        self._agency = attrgetter(dotted)

    def number(self, subject: Model) -> int | None:
        """Return the agency's number, None when the thing is of no agency."""
        found: int | None = self._number(subject)
        return found

    def path(self, subject: Model) -> str:
        """Return the agency's path, "" when the thing is of no agency that there is."""
        number = self.number(subject)
        if number is None:
            return ""
        if not self.is_number:
            return str(self._agency(subject).path)
        try:
            return get_agency(agency_id=number).path
        except NotFound:
            return ""


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, NOTHING)
