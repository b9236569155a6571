"""Who may find an entry, as a condition in SQL."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope

from .contracts import Audience


def visible_to(viewer: Actor) -> Q:
    """Return the condition of all entries the viewer may find.

    Public entries, entries the viewer owns, and entries of agencies that a grant reaches: its whole subtree, its
    agency, or its unit; a grant that reaches only what is one's own adds nothing to ownership. An entry that names
    a permission is opened only by a grant of that permission.
    """
    reach = Q(audience=Audience.PUBLIC.value)
    if viewer.user_id is not None:
        reach |= Q(owner_ids__contains=[viewer.user_id])
    for places, permissions in _by_place(viewer.grants).items():
        reach |= Q(*places, audience=Audience.AGENCY.value) & Q(permission__in=["", *sorted(permissions)])
    return reach


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
