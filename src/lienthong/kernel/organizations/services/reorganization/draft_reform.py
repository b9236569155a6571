"""Turning what a reform of administrative units was read as into the lines of a plan."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lienthong.kernel.organizations.contracts import AgencyKind, PlanLine, ReorganizationKind
from lienthong.kernel.organizations.rules.reform import Link, NewUnit, Reform
from lienthong.kernel.organizations.rules.wording import Share

from .reform_units import Units


def reform_lines(units: Units, reform: Reform) -> Iterator[PlanLine]:
    """Return the lines of a plan that carries a reform out: provinces merge, communes form new ones, districts end.

    A new unit that carries the code of an old one goes on as that one; what else it was formed from merges into it.
    What the wording leaves open has no line: the agency stays until a person decides.
    """
    lines = (*_provinces(units, reform), *_communes(units, reform), *_districts(units, reform))
    return (replace(line, number=number) for number, line in enumerate(lines, start=1))


def _provinces(units: Units, reform: Reform) -> Iterator[PlanLine]:
    for old_code, new_code in sorted(reform.provinces.items()):
        if old_code != new_code:
            yield PlanLine(0, ReorganizationKind.MERGE, source=old_code, target=new_code)
        elif units.old_provinces[old_code] != units.new_provinces[new_code][0]:
            name = units.new_provinces[new_code][0]
            yield PlanLine(0, ReorganizationKind.RENAME, source=old_code, target_name=name)


def _communes(units: Units, reform: Reform) -> Iterator[PlanLine]:
    by_old: dict[str, dict[str, Link]] = defaultdict(dict)
    for link in reform.links:
        known = by_old[link.old_code].get(link.new_code)
        if known is None or link.share is Share.WHOLE:
            by_old[link.old_code][link.new_code] = link
    new = {unit.code: unit for unit in units.new_communes}
    communes = {unit.code: unit.full_name for unit in units.old_communes}
    for unit in units.new_communes:
        if unit.code not in communes:
            yield _founding(unit)
        else:
            yield _going_on(unit, communes[unit.code])
    for old_code, links in sorted(by_old.items()):
        if old_code in communes:
            yield from _links(old_code, [link for link in links.values() if link.new_code in new], new)


def _founding(unit: NewUnit) -> PlanLine:
    return PlanLine(
        0,
        ReorganizationKind.FOUND,
        target=unit.code,
        target_name=unit.full_name,
        target_kind=AgencyKind.COMMUNE,
        parent=unit.province_code,
        area_code=unit.code,
    )


def _going_on(unit: NewUnit, old_name: str) -> PlanLine:
    renamed = unit.full_name if unit.full_name != old_name else ""
    kind = ReorganizationKind.RENAME if renamed else ReorganizationKind.MOVE
    return PlanLine(0, kind, source=unit.code, target_name=renamed, parent=unit.province_code)


def _links(old_code: str, links: Sequence[Link], new: Mapping[str, NewUnit]) -> Iterator[PlanLine]:
    others = sorted((link for link in links if link.new_code != old_code), key=lambda link: link.new_code)
    if old_code in new:
        for link in others:
            yield _share(old_code, link, is_main=False)
    elif len(others) == 1:
        yield PlanLine(0, ReorganizationKind.MERGE, source=old_code, target=others[0].new_code, share=_said(others[0]))
    else:
        main = _main(others)
        for link in others:
            yield _share(old_code, link, is_main=link is main)


def _main(links: Sequence[Link]) -> Link | None:
    """Return the link that takes people and work: what was left over, else the whole, else the first."""
    order = {Share.REST: 0, Share.WHOLE: 1, Share.PART: 2}
    return min(links, key=lambda link: (order[link.share], link.new_code), default=None)


def _share(old_code: str, link: Link, *, is_main: bool) -> PlanLine:
    return PlanLine(
        0, ReorganizationKind.SPLIT, source=old_code, target=link.new_code, is_main=is_main, share=_said(link)
    )


def _said(link: Link) -> str:
    return "" if link.share is Share.WHOLE else link.said[:500]


def _districts(units: Units, reform: Reform) -> Iterator[PlanLine]:
    as_unit = {link.old_code: link.new_code for link in reform.links}
    for district in units.old_districts:
        target = as_unit.get(district.code) or reform.provinces[district.province_code]
        yield PlanLine(0, ReorganizationKind.DISSOLVE, source=district.code, target=target)
