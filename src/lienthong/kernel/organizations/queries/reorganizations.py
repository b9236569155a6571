"""Plans of reorganisation: their lines, the dry run that counts what moves, the map from old to new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.organizations.contracts import (
    AgencyKind,
    PlanLine,
    PlanProblem,
    PlanState,
    ReorganizationKind,
)
from lienthong.kernel.organizations.extensions import movers
from lienthong.kernel.organizations.models import Agency, Reorganization, ReorganizationItem
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE
from lienthong.kernel.organizations.rules.plan import ENDING, KEEPING, AgencyFact, CheckedPlan, check_plan
from lienthong.kernel.ui.contracts import fold

PAGE = 50
MAP_PAGE = 20
MOST_PROBLEMS = 200


@dataclass(frozen=True)
class PlanInfo:
    """A plan and how far it is."""

    id: int
    title: str
    basis: str
    effective_date: date
    state: PlanState
    version: int
    lines: int
    done: int
    failed: int
    created_at: datetime
    created_by: str
    started_at: datetime | None
    started_by: str
    finished_at: datetime | None


@dataclass(frozen=True)
class LineInfo:
    """A line as it is shown: codes with names, and what came of it."""

    line: PlanLine
    source_name: str
    target_name: str
    parent_name: str
    state: str
    error: str
    moved: Mapping[str, int]


@dataclass(frozen=True)
class Moves:
    """How much one kind of thing would move or did."""

    label: str | Promise
    count: int


@dataclass(frozen=True)
class DryRun:
    """What a plan would do: what is wrong, what moves, how many agencies begin, change and end."""

    problems: tuple[PlanProblem, ...]
    more_problems: int
    moves: tuple[Moves, ...]
    founded: int
    changed: int
    ended: int
    stages: Mapping[int, int]
    left_behind: tuple[str, ...]


@dataclass(frozen=True)
class Origin:
    """One of the agencies a new one came from."""

    code: str
    name: str
    kind: ReorganizationKind
    share: str
    is_main: bool


@dataclass(frozen=True)
class MapEntry:
    """A new agency with all it came from; without a code the old ones simply end."""

    code: str
    name: str
    origins: tuple[Origin, ...]


def list_plans(*, viewer: Actor) -> tuple[PlanInfo, ...]:
    """Return the plans, the latest first; none to who manages no agencies."""
    rows = _plans().order_by("-pk")[:50] if viewer.may(MANAGE) else ()
    return tuple(_info(row) for row in rows)


def get_plan(*, plan_id: int, viewer: Actor) -> PlanInfo:
    """Return one plan.

    :raises NotFound: there is none, or the viewer manages no agencies
    """
    plan = _plans().filter(pk=plan_id).first() if viewer.may(MANAGE) else None
    if plan is None:
        raise NotFound(_("There is no such plan."))
    return _info(plan)


def list_lines(*, plan_id: int, page: int, viewer: Actor, text: str = "", failed: bool = False) -> tuple[LineInfo, ...]:
    """Return lines of a plan by number, fifty a page and one more if there are.

    :param text: part of a code, or of the new name
    :raises NotFound: there is no such plan
    """
    get_plan(plan_id=plan_id, viewer=viewer)
    rows = ReorganizationItem.objects.filter(plan_id=plan_id).order_by("number")
    if failed:
        rows = rows.filter(state=ReorganizationItem.State.FAILED)
    if text and "\0" not in text:
        said = Q(source_code__icontains=text) | Q(target_code__icontains=text) | Q(target_name__icontains=text)
        rows = rows.filter(said)
    shown = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    names = _names(shown)
    return tuple(
        LineInfo(
            line=plan_line(row),
            source_name=names.get(row.source_code, ""),
            target_name=row.target_name or names.get(row.target_code, ""),
            parent_name=names.get(row.parent_code, ""),
            state=row.state,
            error=row.error,
            moved=row.outcome,
        )
        for row in shown
    )


def dry_run(*, plan_id: int, viewer: Actor) -> DryRun:
    """Say what a plan would do and what is wrong with it, without doing anything.

    Two statements for agencies and lines, and one for each kind of thing that moves, however long the plan is.

    :raises NotFound: there is no such plan
    """
    plan = get_plan(plan_id=plan_id, viewer=viewer)
    lines = [plan_line(row) for row in ReorganizationItem.objects.filter(plan_id=plan_id).order_by("number")]
    ids, facts = _facts(viewer, plan.effective_date)
    checked: CheckedPlan = check_plan(lines, facts)
    ending = [line for line in lines if line.kind in ENDING and line.is_main]
    sources = {ids[line.source]: line for line in ending if line.source in ids}
    moves, left = [], set()
    for each in movers():
        counted = each.count(sources.keys()) if sources else {}
        moves.append(Moves(each.label, sum(counted.values())))
        if each.needs_successor:
            holding = (sources[agency] for agency, number in counted.items() if number)
            left |= {line.source for line in holding if not line.target}
    kinds = [line.kind for line in lines]
    return DryRun(
        problems=checked.problems[:MOST_PROBLEMS],
        more_problems=max(0, len(checked.problems) - MOST_PROBLEMS),
        moves=tuple(moves),
        founded=kinds.count(ReorganizationKind.FOUND),
        changed=kinds.count(ReorganizationKind.RENAME) + kinds.count(ReorganizationKind.MOVE),
        ended=len({line.source for line in ending}),
        stages=checked.stages,
        left_behind=tuple(sorted(left)),
    )


def plan_map(*, plan_id: int, viewer: Actor, text: str = "", page: int = 1) -> tuple[tuple[MapEntry, ...], int]:
    """Return new agencies with what they came from, twenty a page, and how many there are.

    :param text: part of an old or new name or code, with or without diacritics
    :raises NotFound: there is no such plan
    """
    entries = [entry for entry in _map(plan_id, viewer) if _fits(entry, fold(text))]
    return tuple(entries[(page - 1) * MAP_PAGE : page * MAP_PAGE]), len(entries)


def export_map(*, plan_id: int, viewer: Actor) -> Iterable[tuple[MapEntry, Origin]]:
    """Return every pair of a new agency and one it came from.

    :raises NotFound: there is no such plan
    """
    return [(entry, origin) for entry in _map(plan_id, viewer) for origin in entry.origins]


def plan_line(row: ReorganizationItem) -> PlanLine:
    """Return a line as plain data."""
    return PlanLine(
        number=row.number,
        kind=ReorganizationKind(row.kind),
        source=row.source_code,
        target=row.target_code,
        target_name=row.target_name,
        target_kind=AgencyKind(row.target_kind) if row.target_kind else None,
        parent=row.parent_code,
        area_code=row.area_code,
        is_main=row.is_main,
        share=row.share,
    )


def _map(plan_id: int, viewer: Actor) -> list[MapEntry]:
    get_plan(plan_id=plan_id, viewer=viewer)
    rows = list(ReorganizationItem.objects.filter(plan_id=plan_id).order_by("number"))
    names, origins = _names(rows), dict[str, list[Origin]]()
    titles = {row.target_code or row.source_code: row.target_name for row in rows if row.target_name}
    for row in rows:
        kind = ReorganizationKind(row.kind)
        code = row.target_code or (row.source_code if kind in KEEPING else "")
        into = origins.setdefault(code, [])
        if row.source_code:
            into.append(
                Origin(row.source_code, names.get(row.source_code, row.source_code), kind, row.share, row.is_main)
            )
    entries = [MapEntry(code, titles.get(code) or names.get(code, code), tuple(each)) for code, each in origins.items()]
    return sorted(entries, key=lambda entry: (not entry.code, entry.code))


def _fits(entry: MapEntry, words: str) -> bool:
    said = " ".join([entry.code, entry.name, *(f"{each.code} {each.name}" for each in entry.origins)])
    return words in fold(said)


def _names(rows: Sequence[ReorganizationItem]) -> dict[str, str]:
    """Return how the agencies of some lines were called before the plan, and those it founds."""
    codes = {code for row in rows for code in (row.source_code, row.target_code, row.parent_code) if code}
    names = {row.target_code: row.target_name for row in rows if row.target_name and row.target_code}
    names |= dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    if rows:
        day = rows[0].plan.effective_date
        before = Agency.objects.filter(code__in=codes, periods__valid_from__lt=day).order_by("periods__valid_from")
        names |= dict(before.values_list("code", "periods__name"))
    return names


def _facts(viewer: Actor, day: date) -> tuple[dict[str, int], dict[str, AgencyFact]]:
    rows = Agency.objects.select_related("parent")
    facts = {
        row.code: AgencyFact(
            code=row.code,
            kind=AgencyKind(row.kind),
            parent=row.parent.code if row.parent else "",
            depth=row.path.count("/") - 2,
            is_open=row.valid_from <= day and (row.valid_to is None or row.valid_to >= day),
            may_manage=AGENCIES.allows(viewer, MANAGE, row),
        )
        for row in rows
    }
    return {row.code: row.pk for row in rows}, facts


def _plans() -> QuerySet[Reorganization]:
    state = ReorganizationItem.State
    return Reorganization.objects.annotate(
        lines=Count("items"),
        done=Count("items", filter=Q(items__state=state.DONE)),
        failed=Count("items", filter=Q(items__state=state.FAILED)),
    )


def _info(plan: Reorganization) -> PlanInfo:
    return PlanInfo(
        id=plan.pk,
        title=plan.title,
        basis=plan.basis,
        effective_date=plan.effective_date,
        state=PlanState(plan.state),
        version=plan.version,
        lines=getattr(plan, "lines", 0),
        done=getattr(plan, "done", 0),
        failed=getattr(plan, "failed", 0),
        created_at=plan.created_at,
        created_by=plan.created_by_name,
        started_at=plan.started_at,
        started_by=plan.started_by_name,
        finished_at=plan.finished_at,
    )
