"""Who may find an entry: as a predicate on one entry, and as marks that the index is asked for."""

from collections.abc import Collection

from lienthong.kernel.acts.contracts import Actor

from . import rules
from .contracts import Audience
from .models import SearchEntry


def marks_for(viewer: Actor, permissions: Collection[str] | None = None) -> frozenset[str]:
    """Return the marks of which an entry must carry one for the viewer to find it: the condition in SQL.

    They are asked for with the words, as `body @@ '… & (mark | mark …)'`.

    :param permissions: those that entries ask for, so that the others an officer holds need not be asked for
    """
    return frozenset(rules.marks_held(viewer, permissions))


def may_find(viewer: Actor, entry: SearchEntry) -> bool:
    """Say whether the viewer may find one entry, from its columns."""
    return rules.alike(rules.marks_held(viewer), marks_of_row(entry))


def is_reached(viewer: Actor, entry: SearchEntry) -> bool:
    """Say whether everybody or the viewer's grants find it, not ownership alone."""
    return rules.alike(rules.reached_marks(viewer), marks_of_row(entry))


def marks_of_row(entry: SearchEntry) -> set[str]:
    """Return the marks of an entry by its columns."""
    agencies = (mark.removeprefix("=") for mark in entry.further_places or () if mark.startswith("="))
    reach = rules.Reach(
        audience=Audience(entry.audience),
        permission=entry.permission,
        agency_path=entry.agency_path,
        further_paths=tuple(agencies),
        unit_id=entry.unit_id,
        owner_ids=tuple(entry.owner_ids),
    )
    return rules.marks_of(reach)
