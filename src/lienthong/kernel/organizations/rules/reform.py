"""From the wording of resolutions to who followed whom: matching what new units were formed from with the old ones.

What the wording decides is `exact`; what only its surroundings decide is named by how; the rest is left open, with the
reason and the candidates. Nothing is guessed in silence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from lienthong.kernel.ui.contracts import fold

from .wording import Mention, Share, is_unchanged, name_key, read_mentions, whole_district

KINDS = ("thị trấn", "thành phố", "thị xã", "đặc khu", "huyện đảo", "phường", "quận", "huyện", "tỉnh", "xã")
# How alike two names must be to be taken for the same misspelt one; such matches are always listed.
ALIKE = 0.8


class How(StrEnum):
    """What decided that a mention means a unit; all but the first are listed for a person to confirm."""

    EXACT = "exact"
    NEIGHBOURS = "neighbours"
    ELIMINATION = "elimination"
    KIND = "kind"
    CODE = "code"
    SPELLING = "spelling"


@dataclass(frozen=True)
class OldUnit:
    """A commune before the reform, or a district without communes; `district` is its name with its kind."""

    code: str
    full_name: str
    district_code: str
    district: str
    province_code: str


@dataclass(frozen=True)
class NewUnit:
    """A commune since the reform and the text of what it was formed from."""

    code: str
    full_name: str
    province_code: str
    formed_from: str


@dataclass(frozen=True)
class Link:
    """All or part of an old unit went to a new one."""

    old_code: str
    new_code: str
    share: Share
    how: How
    said: str


@dataclass(frozen=True)
class Undecided:
    """What the wording leaves open: a stable word, the texts and codes it is about."""

    reason: str
    new_code: str
    old_codes: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Reform:
    """What was read from the wording of a reform."""

    links: tuple[Link, ...]
    undecided: tuple[Undecided, ...]
    provinces: Mapping[str, str]


def split_kind(full_name: str) -> tuple[str, str]:
    """Return the kind and the name of a unit, "Thị trấn Lim" as "thị trấn" and "Lim"."""
    for kind in KINDS:
        if full_name.casefold().startswith(f"{kind} "):
            return kind, full_name[len(kind) + 1 :]
    return "", full_name


def province_links(old: Mapping[str, str], new: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return for each old province the new one its land belongs to.

    :param old: full names by code
    :param new: full name and text of what it was formed from, by code
    """
    keys = {code: name_key(split_kind(name)[1]) for code, name in old.items()}
    found: dict[str, str] = {}
    for code, (_name, text) in new.items():
        said = f" {name_key(text.replace('TPHCM', 'Hồ Chí Minh').replace(',', ' ').replace('.', ' '))} "
        for old_code, key in keys.items():
            if f" {key} " in said and old_code not in found:
                found[old_code] = code
        if is_unchanged(text) and code in old:
            found[code] = code
    return found


def read_reform(old: Sequence[OldUnit], new: Sequence[NewUnit], provinces: Mapping[str, str]) -> Reform:
    """Match what new units were formed from with the old ones.

    :param provinces: the new province of each old one
    """
    return _Matching(old, new, provinces).result()


class _Matching:
    """The state of one reading: what is open, what is taken."""

    def __init__(self, old: Sequence[OldUnit], new: Sequence[NewUnit], provinces: Mapping[str, str]) -> None:
        self.old = {unit.code: unit for unit in old}
        self.new, self.provinces = new, provinces
        self.by_name: dict[tuple[str, str, str], list[OldUnit]] = defaultdict(list)
        self.by_fold: dict[tuple[str, str], list[OldUnit]] = defaultdict(list)
        for unit in old:
            kind, name = split_kind(unit.full_name)
            province = provinces.get(unit.province_code, "")
            self.by_name[province, kind, name_key(name)].append(unit)
            self.by_fold[province, _loose(name)].append(unit)
        self.links: list[Link] = []
        self.undecided: list[Undecided] = []
        self.taken: set[str] = set()

    def result(self) -> Reform:
        waiting: list[tuple[NewUnit, Mention, list[OldUnit]]] = []
        for unit in self.new:
            waiting += self._read_unit(unit)
        waiting = [each for each in waiting if not self._by_surroundings(*each, last=False)]
        waiting = [each for each in waiting if not self._by_surroundings(*each, last=True)]
        for unit, mention, candidates in waiting:
            self._leave_open(unit, mention, candidates)
        self._unmentioned()
        return Reform(tuple(self.links), tuple(self.undecided), self.provinces)

    def _read_unit(self, unit: NewUnit) -> list[tuple[NewUnit, Mention, list[OldUnit]]]:
        if is_unchanged(unit.formed_from):
            if unit.code in self.old:
                self._link(unit, self.old[unit.code], Share.WHOLE, How.EXACT, unit.formed_from)
            else:
                self.undecided.append(Undecided("unchanged_without_old", unit.code, (), unit.formed_from))
            return []
        mentions = read_mentions(unit.formed_from)
        if not mentions and (district := self._district(unit)):
            self._link(unit, district, Share.WHOLE, How.EXACT, unit.formed_from)
        elif not mentions:
            self.undecided.append(Undecided("no_wording", unit.code, (), unit.formed_from))
        waiting = []
        for place, mention in enumerate(mentions):
            candidates = self._named(unit, mention)
            if len(candidates) > 1:
                candidates = self._with_shared_district(mentions[place + 1 :], candidates)
            if len(candidates) == 1:
                self._link(unit, candidates[0], mention.share, How.EXACT, _said(mention))
            else:
                waiting.append((unit, mention, candidates))
        return waiting

    def _district(self, unit: NewUnit) -> OldUnit | None:
        """Return the district that became this unit as a whole, as the islands did; it had no communes."""
        name = whole_district(unit.formed_from)
        found = self.by_name[unit.province_code, "huyện", name_key(name)] if name else []
        return found[0] if len(found) == 1 else None

    def _named(self, unit: NewUnit, mention: Mention) -> list[OldUnit]:
        candidates = self.by_name[unit.province_code, mention.kind, name_key(mention.name)]
        if mention.district:
            key = name_key(mention.district)
            within = [each for each in candidates if name_key(split_kind(each.district)[1]) == key]
            return within or candidates
        return candidates

    @staticmethod
    def _with_shared_district(after: Sequence[Mention], candidates: list[OldUnit]) -> list[OldUnit]:
        """Let the district named after the next units of a row hold for this one: "Phường 10, Phường 11 (Quận 6)"."""
        key = next((name_key(each.district) for each in after if each.district), "")
        within = [each for each in candidates if name_key(split_kind(each.district)[1]) == key]
        return within if len(within) == 1 else candidates

    def _by_surroundings(self, unit: NewUnit, mention: Mention, candidates: list[OldUnit], *, last: bool) -> bool:
        """Decide by the districts of what else the unit was formed from, by spelling, and last by elimination."""
        free = [each for each in candidates if each.code not in self.taken]
        ways = ((How.NEIGHBOURS, self._near(unit, candidates)), (How.ELIMINATION, free if last else []))
        if not candidates:
            alike = self.by_fold[unit.province_code, _loose(mention.name)]
            open_alike = [each for each in alike if each.code not in self.taken]
            ways = (
                (How.KIND if any(_same_name(each, mention) for each in alike) else How.SPELLING, open_alike),
                (How.SPELLING, self._close(unit, mention)),
            )
        for how, found in ways:
            if len(found) == 1:
                self._link(unit, found[0], mention.share, how, _said(mention))
                return True
        return False

    def _near(self, unit: NewUnit, candidates: list[OldUnit]) -> list[OldUnit]:
        districts = {self.old[link.old_code].district_code for link in self.links if link.new_code == unit.code}
        near = [each for each in candidates if each.district_code in districts]
        return [each for each in near if each.code not in self.taken] or near

    def _close(self, unit: NewUnit, mention: Mention) -> list[OldUnit]:
        districts = {self.old[link.old_code].district_code for link in self.links if link.new_code == unit.code}
        names = {
            _loose(split_kind(each.full_name)[1]): each
            for each in self.old.values()
            if each.district_code in districts and each.code not in self.taken
        }
        return [names[found] for found in get_close_matches(_loose(mention.name), names, n=1, cutoff=ALIKE)]

    def _link(self, unit: NewUnit, old: OldUnit, share: Share, how: How, said: str) -> None:
        if share is Share.WHOLE and old.code in self.taken:
            self.undecided.append(Undecided("whole_twice", unit.code, (old.code,), said))
        if share is Share.WHOLE:
            self.taken.add(old.code)
        self.links.append(Link(old.code, unit.code, share, how, said))
        if how is not How.EXACT:
            self.undecided.append(Undecided(f"decided_by_{how.value}", unit.code, (old.code,), said))

    def _leave_open(self, unit: NewUnit, mention: Mention, candidates: Iterable[OldUnit]) -> None:
        codes = tuple(each.code for each in candidates)
        reason = "several_candidates" if codes else "unknown_name"
        self.undecided.append(Undecided(reason, unit.code, codes, _said(mention)))

    def _unmentioned(self) -> None:
        named = {link.old_code for link in self.links}
        for new in self.new:
            if new.code in self.old and new.code not in named:
                # The code of a new unit is that of the old one where it has its seat.
                self._link(new, self.old[new.code], Share.WHOLE, How.CODE, self.old[new.code].full_name)
                named.add(new.code)
        for unit in self.old.values():
            if unit.code not in named:
                self.undecided.append(Undecided("not_mentioned", "", (unit.code,), unit.full_name))


def _loose(name: str) -> str:
    return fold(name).replace("-", "").replace("'", "").replace("’", "").replace(" ", "")


def _same_name(unit: OldUnit, mention: Mention) -> bool:
    return name_key(split_kind(unit.full_name)[1]) == name_key(mention.name)


def _said(mention: Mention) -> str:
    district = f" ({mention.district})" if mention.district else ""
    return f"{mention.kind} {mention.name}{district}"
