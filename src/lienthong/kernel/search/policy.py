"""Who may find an entry, as a condition in SQL."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope

from . import rules
from .contracts import Audience


def visible_to(viewer: Actor) -> Q:
    """Return the condition of all entries the viewer may find.

    Public entries, entries the viewer owns, and entries of agencies that a grant reaches: its whole subtree, its
    agency, or its unit; a grant that reaches only what is one's own adds nothing to ownership. An entry that names
    a permission is opened only by a grant of that permission.
    """
    return owned_by(viewer) | reached_by(viewer)


def owned_by(viewer: Actor) -> Q:
    """Return the condition of the entries that are the viewer's own."""
    return Q(pk__in=[]) if viewer.user_id is None else Q(owner_ids__contains=[viewer.user_id])


def reached_by(viewer: Actor) -> Q:
    """Return the condition of the entries that everybody or the viewer's grants may find."""
    reach = Q(audience=Audience.PUBLIC.value)
    for places, permissions in _by_place(viewer.grants).items():
        there = Q(*places) | _further(places)
        reach |= there & Q(audience=Audience.AGENCY.value, permission__in=["", *sorted(permissions)])
    return reach


def _further(places: "Place") -> Q:
    """Return the condition that one of the further agencies of an entry lies at a place; units hold nothing there."""
    (name, path), *unit = places
    if unit:
        return Q(pk__in=[])
    mark = rules.at_agency(str(path)) if name == "agency_path" else str(path)
    return Q(further_places__contains=[mark])


Place = tuple[tuple[str, str | int], ...]


def _by_place(grants: tuple[Grant, ...]) -> dict[Place, set[str]]:
    """Join grants that reach the same place: officers hold many permissions in one agency."""
    found: dict[Place, set[str]] = {}
    for grant in grants:
        place = _place(grant)
        if place is not None:
            found.setdefault(place, set()).add(grant.permission)
    return found


def _place(grant: Grant) -> Place | None:
    # An empty path is the beginning of every path: such a grant must open nothing.
    if not grant.agency_path.strip("/"):
        return None
    match grant.scope:
        case Scope.PROVINCE:
            root = grant.agency_path.strip("/").split("/")[0]
            return (("agency_path__startswith", f"/{root}/"),)
        case Scope.SUBTREE:
            return (("agency_path__startswith", f"{grant.agency_path.rstrip('/')}/"),)
        case Scope.AGENCY:
            return (("agency_path", grant.agency_path),)
        case Scope.UNIT if grant.unit_id is not None:
            return (("agency_path", grant.agency_path), ("unit_id", grant.unit_id))
        case _:
            return None
