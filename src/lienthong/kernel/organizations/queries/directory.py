"""Browsing agencies: the directory, the tree, the page of one agency at any date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.organizations.contracts import (
    AgencyDirectory,
    AgencyGroup,
    AgencyInfo,
    AgencyKind,
    AgencyLine,
    Capacity,
    TreeNode,
)
from lienthong.kernel.organizations.models import Agency, AgencyPeriod
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE
from lienthong.kernel.organizations.rules import is_writable
from lienthong.kernel.ui.contracts import fold

from .agencies import agency_info, id_of_code
from .appointments import AppointmentInfo, seats_at

MOST_LINES = 300
MOST_NODES = 3000
DIRECTORY_ORDER = (
    AgencyKind.PROVINCE,
    AgencyKind.CENTRE,
    AgencyKind.DEPARTMENT,
    AgencyKind.DISTRICT,
    AgencyKind.COMMUNE,
    AgencyKind.SUBORDINATE,
    AgencyKind.UNIT,
)


@dataclass(frozen=True)
class AgencyPage:
    """What the page of one agency shows at a date."""

    agency: AgencyInfo
    version: int
    valid_from: date
    valid_to: date | None
    successor_name: str
    above: tuple[AgencyInfo, ...]
    below: tuple[AgencyLine, ...]
    officers: tuple[AppointmentInfo, ...]
    may_manage: bool
    former_code: str = ""


def browse_agencies(*, viewer: Actor, at: date, text: str = "", kind: AgencyKind | None = None) -> AgencyDirectory:
    """Return the agencies within the viewer's sight by kind, and apart those that have ended.

    Units stand on the pages of their agencies; here they come when asked for by kind or by words.

    :param text: part of a name or code, with or without diacritics
    """
    rows = (
        AGENCIES.visible(Agency.objects.all(), viewer)
        .select_related("parent", "successor")
        .annotate(officers=Count("appointments", filter=_held_at(at)))
        .order_by("code")
    )
    words = fold(text)
    fits = [row for row in rows if words in fold(f"{row.name} {row.short_name} {row.code} {row.former_code}")]
    current = [row for row in fits if row.valid_to is None or row.valid_to >= at]
    counts = {each: sum(row.kind == each for row in current) for each in DIRECTORY_ORDER}
    shown = [row for row in current if row.kind == kind or (kind is None and (words or row.kind != AgencyKind.UNIT))]
    groups = (
        AgencyGroup(each, tuple(_line(row) for row in shown[:MOST_LINES] if row.kind == each))
        for each in DIRECTORY_ORDER
    )
    ended = [row for row in fits if row.valid_to is not None and row.valid_to < at and kind in {None, row.kind}]
    return AgencyDirectory(
        groups=tuple(group for group in groups if group.lines),
        ended=tuple(_line(row) for row in ended[:MOST_LINES]),
        counts={each: number for each, number in counts.items() if number},
        more=len(shown) > MOST_LINES or len(ended) > MOST_LINES,
    )


def agency_tree(*, viewer: Actor, at: date, text: str = "") -> tuple[TreeNode, ...]:
    """Return the agencies within the viewer's sight at a date as a tree, in the order of their codes.

    With words only what fits and what stands above it is kept. One statement; at most 3,000 agencies.
    """
    periods = AgencyPeriod.objects.filter(
        agency__in=AGENCIES.visible(Agency.objects.filter(existing_at(at)), viewer)
    ).filter(existing_at(at))
    rows = list(periods.order_by("code", "agency_id").values("agency_id", "parent_id", "code", "name", "kind"))
    rows = rows[:MOST_NODES]
    words = fold(text)
    fitting = {row["agency_id"] for row in rows if words in fold(f"{row['name']} {row['code']}")}
    parents = {row["agency_id"]: row["parent_id"] for row in rows}
    kept: set[int] = set()
    for each in fitting:
        step: int | None = each
        while step is not None and step in parents and step not in kept:
            kept.add(step)
            step = parents[step]
    below: dict[int | None, list[Mapping[str, object]]] = {}
    for row in rows:
        if row["agency_id"] in kept:
            above = row["parent_id"] if row["parent_id"] in kept else None
            below.setdefault(above, []).append(row)
    return tuple(_node(row, below, fitting if words else set()) for row in below.get(None, ()))


def agency_page(*, code: str, viewer: Actor, at: date) -> AgencyPage:
    """Return what the page of an agency shows at a date; its code may be one of an earlier time.

    :raises NotFound: no such agency within the viewer's sight
    """
    visible = AGENCIES.visible(Agency.objects.select_related("successor"), viewer)
    agency = visible.filter(code=code).first() if is_writable(code) else None
    if agency is None and (known := id_of_code(code)) is not None:
        agency = visible.filter(pk=known).first()
    if agency is None:
        raise NotFound(_("There is no agency with the code %(code)s.") % {"code": code[:40]})
    above = Agency.objects.filter(pk__in=[int(step) for step in agency.path.split("/") if step]).exclude(pk=agency.pk)
    below = (
        children_at(agency, at)
        .select_related("parent", "successor")
        .annotate(officers=Count("unit_appointments", filter=_held_at(at, "unit_appointments")))
    )
    return AgencyPage(
        agency=agency_info(agency),
        version=agency.version,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        successor_name=agency.successor.name if agency.successor else "",
        above=tuple(agency_info(each) for each in above.order_by("path")),
        below=tuple(_line(row) for row in below.order_by("code")[:MOST_LINES]),
        officers=seats_at(agency_id=agency.pk, at=at),
        may_manage=AGENCIES.allows(viewer, MANAGE, agency),
        former_code=agency.former_code,
    )


def children_at(agency: Agency, at: date) -> QuerySet[Agency]:
    """Return the agencies directly below another at a date, as its periods tell; not yet told ones as they stand."""
    told = AgencyPeriod.objects.filter(existing_at(at), agency=OuterRef("pk"))
    return Agency.objects.filter(existing_at(at)).filter(
        Exists(told.filter(parent=agency)) | (Q(parent=agency) & ~Exists(told))
    )


def existing_at(at: date) -> Q:
    """Return the condition that something with a first and a last day exists at a date."""
    return Q(valid_from__lte=at) & (Q(valid_to__isnull=True) | Q(valid_to__gte=at))


def working_week(*, calendar_id: int | None, at: date) -> tuple[tuple[date, str], ...]:
    """Return the working hours of the week of a date, such as "07:00–11:30, 13:30–17:00", empty on days off."""
    if calendar_id is None:
        return ()
    monday = at - timedelta(days=at.weekday())
    days = [monday + timedelta(days=step) for step in range(7)]
    return tuple(
        (day, ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in sessions))
        for day, sessions in ((day, calendars.sessions_of(calendar_id=calendar_id, day=day)) for day in days)
    )


def _held_at(at: date, path: str = "appointments") -> Q:
    open_ended = Q(**{f"{path}__valid_to__isnull": True}) | Q(**{f"{path}__valid_to__gte": at})
    return Q(**{f"{path}__valid_from__lte": at, f"{path}__capacity": Capacity.HELD}) & open_ended


def _line(row: Agency) -> AgencyLine:
    return AgencyLine(
        code=row.code,
        name=row.name,
        kind=AgencyKind(row.kind),
        parent_name=row.parent.name if row.parent else "",
        officers=getattr(row, "officers", 0),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor_name=row.successor.name if row.successor else "",
    )


def _node(
    row: Mapping[str, object], below: Mapping[int | None, list[Mapping[str, object]]], fitting: set[int]
) -> TreeNode:
    key = int(str(row["agency_id"]))
    return TreeNode(
        code=str(row["code"]),
        name=str(row["name"]),
        kind=AgencyKind(str(row["kind"])),
        fits=key in fitting,
        below=tuple(_node(each, below, fitting) for each in below.get(key, ())),
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
