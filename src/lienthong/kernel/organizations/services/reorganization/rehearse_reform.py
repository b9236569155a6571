"""A whole reform as a rehearsal: three tiers founded, the plan written, checked, and if asked executed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.models import Agency, AgencyPeriod
from lienthong.kernel.organizations.queries.reorganizations import DryRun, dry_run
from lienthong.kernel.organizations.rules.reform import Undecided

from .draft_plan import draft_plan
from .draft_reform import reform_lines
from .edit_lines import add_lines
from .reform_units import TWO_TIERS, Units, read_units

THREE_TIERS_SINCE = date(2004, 6, 10)
BASIS = "Nghị quyết 202/2025/QH15; Quyết định 19/2025/QĐ-TTg"


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal found: the plan, its dry run, and what the wording leaves open."""

    plan_id: int
    lines: int
    found: DryRun
    undecided: tuple[Undecided, ...]


def rehearse_reform(
    *, units: Units, actor: Actor, now: datetime, progress: Callable[[str], None] = lambda _words: None
) -> Rehearsal:
    """Found the units of three tiers, write the plan of their reform, and check it; the caller has a transaction.

    Agencies carry the codes of the statistics office here, because identity codes of communes are not published.
    """
    found_three_tiers(units=units)
    progress("three tiers founded")
    reform = read_units(units)
    progress(f"{len(reform.links)} links read from the wording, {len(reform.undecided)} to confirm or open")
    plan_id = draft_plan(
        title="Sắp xếp đơn vị hành chính 01/7/2025", basis=BASIS, effective_date=TWO_TIERS, actor=actor, now=now
    )
    lines = add_lines(plan_id=plan_id, lines=list(reform_lines(units, reform)), actor=actor, now=now)
    progress(f"{lines} lines written")
    return Rehearsal(plan_id, lines, dry_run(plan_id=plan_id, viewer=actor), reform.undecided)


def found_three_tiers(*, units: Units) -> None:
    """Found provinces, districts and communes as they were until 30 June 2025, many at once."""
    provinces = _found([(code, name, "") for code, name in units.old_provinces.items()], AgencyKind.PROVINCE, {})
    districts = _found(
        [(each.code, each.full_name, each.province_code) for each in units.old_districts],
        AgencyKind.DISTRICT,
        provinces,
    )
    _found(
        [(each.code, each.full_name, each.district_code) for each in units.old_communes],
        AgencyKind.COMMUNE,
        districts,
    )


def _found(rows: list[tuple[str, str, str]], kind: AgencyKind, above: dict[str, Agency]) -> dict[str, Agency]:
    made = Agency.objects.bulk_create(
        Agency(
            code=code,
            area_code=code,
            name=name,
            kind=kind.value,
            level=kind.value,
            parent=above.get(parent),
            valid_from=THREE_TIERS_SINCE,
        )
        for code, name, parent in rows
    )
    for agency in made:
        agency.path = f"{agency.parent.path if agency.parent else '/'}{agency.pk}/"
    Agency.objects.bulk_update(made, ["path"], batch_size=1000)
    AgencyPeriod.objects.bulk_create(
        AgencyPeriod(
            agency=agency,
            code=agency.code,
            name=agency.name,
            kind=agency.kind,
            level=agency.level,
            parent=agency.parent,
            valid_from=agency.valid_from,
        )
        for agency in made
    )
    return {agency.code: agency for agency in made}
