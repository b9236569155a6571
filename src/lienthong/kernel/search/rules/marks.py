"""What an entry carries beside its words, and what a viewer holds: who may find what, decided by their meeting.

An entry carries a mark for each way in which it may be found; a viewer holds marks; the entry is visible when one is
in both. Marks stand beside the words in the same index, so that rights cost no row that is not shown. They begin with
a sign that no word holds, so that no question reaches them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.calendars.contracts import LOCAL_ZONE

from ..contracts import Audience

SIGN = "@"
PUBLIC_MARK = "@p"
DAY_MARK = "@d"
MONTH_MARK = "@m"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may find an entry: everybody, owners, and officers whose grants reach a place of it with its permission."""

    audience: Audience
    permission: str = ""
    agency_path: str = ""
    further_paths: tuple[str, ...] = ()
    unit_id: int | None = None
    owner_ids: tuple[int, ...] = ()


def marks_of(reach: Reach) -> set[str]:
    """Return by which marks an entry may be found."""
    marks = {_owner(user_id) for user_id in reach.owner_ids}
    if reach.audience is Audience.PUBLIC:
        return marks | {PUBLIC_MARK}
    named = [path for path in (reach.agency_path, *reach.further_paths) if path.strip("/")]
    marks |= {_place(reach.permission, place) for place in places(named)}
    if reach.unit_id is not None:
        marks.add(_unit(reach.permission, reach.agency_path, reach.unit_id))
    return marks


def marks_held(viewer: Actor, permissions: Collection[str] | None = None) -> set[str]:
    """Return the marks a viewer holds.

    Public entries, entries the viewer owns, and entries of agencies that a grant reaches: its whole subtree, its
    agency, or its unit; a grant that reaches only what is one's own adds nothing to ownership. An entry that names
    a permission is opened only by a grant of that permission, one that names none by any grant.

    :param permissions: those that entries name; marks of others open nothing and are left out. None leaves none out
    """
    return owner_marks(viewer) | reached_marks(viewer, permissions)


def owner_marks(viewer: Actor) -> set[str]:
    """Return the mark of what is the viewer's own."""
    return set() if viewer.user_id is None else {_owner(viewer.user_id)}


def reached_marks(viewer: Actor, permissions: Collection[str] | None = None) -> set[str]:
    """Return the marks of what everybody or the viewer's grants may find."""
    held = {PUBLIC_MARK}
    for grant in viewer.grants:
        for permission in ("", grant.permission):
            if permissions is None or permission in permissions:
                held |= set(_marks_by(grant, permission))
    return held


def _marks_by(grant: Grant, permission: str) -> Iterable[str]:
    # An empty path is the beginning of every path: such a grant must open nothing.
    parts = grant.agency_path.strip("/").split("/")
    if parts == [""]:
        return ()
    match grant.scope:
        case Scope.PROVINCE:
            return (_place(permission, f"/{parts[0]}/"),)
        case Scope.SUBTREE:
            return (_place(permission, f"/{'/'.join(parts)}/"),)
        case Scope.AGENCY:
            return (_place(permission, at_agency(grant.agency_path)),)
        case Scope.UNIT if grant.unit_id is not None:
            return (_unit(permission, grant.agency_path, grant.unit_id),)
        case _:
            return ()


def places(paths: Iterable[str]) -> list[str]:
    """Return what marks an entry as being at some agencies: each path, marked as itself, and all paths above it.

    "/1/12/" gives "/1/" and "/1/12/", by which a grant over a subtree finds it, and "=/1/12/", by which a grant
    in that very agency does.
    """
    marks: set[str] = set()
    for path in paths:
        parts = path.strip("/").split("/")
        marks |= {f"/{'/'.join(parts[:length])}/" for length in range(1, len(parts) + 1)}
        marks.add(at_agency(path))
    return sorted(marks)


def at_agency(path: str) -> str:
    """Return the mark of one agency itself."""
    return f"=/{path.strip('/')}/"


def filter_marks(*, system: str, kind: str, agency_path: str, updated_at: datetime) -> set[str]:
    """Return the marks by which lists are narrowed: system, kind, agency, year; and day and month of the change."""
    marks = {system_mark(system), kind_mark(kind), year_mark(updated_at.astimezone(LOCAL_ZONE).year)}
    marks |= {day_mark(updated_at), month_mark(updated_at)}
    if agency_path.strip("/"):
        marks.add(agency_mark(agency_path))
    return marks


def system_mark(system: str) -> str:
    """Return the mark of all that a system keeps."""
    return f"@s{system}"


def kind_mark(kind: str) -> str:
    """Return the mark of one kind of things, of whichever system."""
    return f"@k{kind}"


def agency_mark(path: str) -> str:
    """Return the mark of what an agency holds."""
    return f"@g/{path.strip('/')}/"


def year_mark(year: int) -> str:
    """Return the mark of what was last changed in a year."""
    return f"@y{year}"


def day_mark(at: datetime) -> str:
    """Return the mark of the day of a change here: sorted as text, the later day comes last."""
    return f"{DAY_MARK}{at.astimezone(LOCAL_ZONE).toordinal():07d}"


def month_mark(at: datetime) -> str:
    """Return the mark of the month of a change here."""
    return f"{MONTH_MARK}{at.astimezone(LOCAL_ZONE):%Y%m}"


def _owner(user_id: int) -> str:
    return f"@o{user_id}"


def _place(permission: str, place: str) -> str:
    return f"@r{permission}@{place}"


def _unit(permission: str, path: str, unit_id: int) -> str:
    return f"@u{permission}@{unit_id}={at_agency(path)}"


def alike(first: Collection[str], second: Collection[str]) -> bool:
    """Say whether a mark is in both."""
    return not set(first).isdisjoint(second)
