"""A list of agencies as a table: its headings, what one line says, what it would change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lienthong.kernel.organizations.contracts import AgencyKind, LineOutcome

from .codes import check_code, spellings, to_new_form
from .people import is_writable, tidy

# Headings as lists of others write them; folded.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "ma dinh danh", "ma", "ma co quan", "identity code"),
    "former_code": ("former code", "ma cu", "ma dinh danh cu", "code of the old form", "ma dang cu"),
    "name": ("name", "ten", "ten co quan", "ten don vi", "agency", "co quan"),
    "short_name": ("short name", "ten ngan", "ten viet tat", "short_name"),
    "kind": ("kind", "loai", "loai co quan"),
    "parent_code": ("parent code", "ma cap tren", "ma co quan cap tren", "parent_code", "code of the agency above"),
    "area_code": ("area code", "ma dia ban", "ma don vi hanh chinh", "area_code", "code of the area"),
    "address": ("address", "dia chi"),
    "phone": ("phone", "dien thoai", "telephone"),
}
LONGEST: Mapping[str, int] = {
    "code": 35, "former_code": 35, "name": 300, "short_name": 120, "area_code": 10, "address": 300, "phone": 40,
}  # fmt: skip
# What may stand below what: three tiers until 30 June 2025 and two since are both allowed, by date.
PARENTS: Mapping[AgencyKind, frozenset[AgencyKind]] = {
    AgencyKind.PROVINCE: frozenset(),
    AgencyKind.DEPARTMENT: frozenset({AgencyKind.PROVINCE}),
    AgencyKind.DISTRICT: frozenset({AgencyKind.PROVINCE}),
    AgencyKind.COMMUNE: frozenset({AgencyKind.PROVINCE, AgencyKind.DISTRICT}),
    AgencyKind.CENTRE: frozenset(AgencyKind) - {AgencyKind.UNIT, AgencyKind.CENTRE},
    AgencyKind.SUBORDINATE: frozenset(AgencyKind),
    AgencyKind.UNIT: frozenset(AgencyKind),
}
LEVELS: Mapping[AgencyKind, str] = {
    AgencyKind.PROVINCE: "province",
    AgencyKind.DEPARTMENT: "province",
    AgencyKind.DISTRICT: "district",
    AgencyKind.COMMUNE: "commune",
}
# What a line may change of an agency that exists; an empty cell leaves it.
CHANGEABLE = ("name", "short_name", "kind", "parent_code", "area_code", "address", "phone", "former_code")


@dataclass(frozen=True)
class KnownAgency:
    """An agency that exists, as far as a list can change it."""

    values: Mapping[str, str]
    may_manage: bool
    is_open: bool


@dataclass(frozen=True)
class ListLine:
    """One line of a list: what it says and what that means. `reason` is a stable word when it is rejected."""

    number: int
    values: Mapping[str, str]
    outcome: LineOutcome
    reason: str = ""
    changes: tuple[tuple[str, str, str], ...] = field(default=())


def fields_of(headings: Sequence[str], own: Mapping[str, str]) -> dict[int, str]:
    """Return which column holds which field, by folded headings; unknown columns are left out.

    :param own: the headings of our own export, folded, with their fields
    """
    names = {heading: name for name, known in HEADINGS.items() for heading in known} | dict(own)
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        name = names.get(heading)
        if name is not None and name not in found.values():
            found[place] = name
    return found


def level_of(kind: AgencyKind, parent_level: str) -> str:
    """Return the level an agency works at: that of its kind, or of the agency above it."""
    return LEVELS.get(kind, parent_level or "province")


def judge(
    rows: Sequence[Mapping[str, str]],
    *,
    known: Mapping[str, KnownAgency],
    kinds: Mapping[str, tuple[AgencyKind, AgencyKind]],
    convert: bool,
    may_found_roots: bool,
) -> Iterator[ListLine]:
    """Say of each line whether it is new, changes something, changes nothing, or is rejected and why.

    :param rows: values by field, as written; `kind` folded
    :param known: agencies that exist, by every spelling of their codes
    :param kinds: words for kinds, folded: directly below a province, and deeper
    :param convert: write codes of the old form in the new one and keep the old beside
    """
    reading = _Reading([_tidied(row, convert=convert) for row in rows], known, kinds, may_found_roots)
    return (reading.line(place) for place in range(len(rows)))


def _tidied(row: Mapping[str, str], *, convert: bool) -> dict[str, str]:
    values = {name: tidy(text) for name, text in row.items()}
    values["code"] = values.get("code", "").upper()
    new = to_new_form(values["code"]) if convert else None
    if new is not None and new != values["code"]:
        values["former_code"], values["code"] = values.get("former_code") or values["code"], new
    return values


class _Reading:
    """A list being judged; a line is judged after the one it stands below, wherever that is in the file."""

    def __init__(
        self,
        lines: Sequence[dict[str, str]],
        known: Mapping[str, KnownAgency],
        kinds: Mapping[str, tuple[AgencyKind, AgencyKind]],
        may_found_roots: bool,  # noqa: FBT001  built in one place, above
    ) -> None:
        self.lines, self.known, self.kinds, self.may_found_roots = lines, known, kinds, may_found_roots
        self.places: dict[str, int] = {}
        for place, values in enumerate(lines):
            for written in spellings(values["code"]) if not check_code(values["code"]) else ():
                self.places.setdefault(written, place)
        self.judged: dict[int, ListLine] = {}
        self.open: set[int] = set()

    def line(self, place: int) -> ListLine:
        """Judge one line, once."""
        if place not in self.judged:
            self.open.add(place)
            values = dict(self.lines[place])
            reason = self._fault(place, values)
            self.open.discard(place)
            self.judged[place] = self._outcome(place, values, reason)
        return self.judged[place]

    def _fault(self, place: int, values: dict[str, str]) -> str:
        if wrong := check_code(values["code"]):
            return f"code_{wrong}"
        here = self._known(values["code"])
        ended = here if here is not None and not here.is_open else None
        if ended:
            values["kind"] = self._kind_as_known(values, ended)
        faults = {
            "twice": self.places[values["code"]] != place,
            "text": any(len(text) > LONGEST.get(name, 300) or not is_writable(text) for name, text in values.items()),
            "ended": ended is not None and any(self._changes(values, ended)),
            "not_yours": here is not None and not here.may_manage,
            "no_name": here is None and not values.get("name"),
        }
        if fault := next((word for word, is_so in faults.items() if is_so), ""):
            return fault
        # A list that was exported holds ended agencies too; read back unchanged they are no fault.
        return "" if ended else self._fault_of_place(values, here)

    def _kind_as_known(self, values: Mapping[str, str], here: KnownAgency) -> str:
        known, word = here.values["kind"], values.get("kind", "")
        return known if not word or known in {each.value for each in self.kinds.get(word, ())} else word

    def _fault_of_place(self, values: dict[str, str], here: KnownAgency | None) -> str:
        above = values.get("parent_code") or (here.values["parent_code"] if here else "")
        parent_kind, fault = self._kind_above(above)
        if fault:
            return fault
        word = values.get("kind", "")
        if word:
            if word not in self.kinds:
                return "kind_unknown"
            near, deep = self.kinds[word]
            values["kind"] = (near if parent_kind in {None, AgencyKind.PROVINCE} else deep).value
        elif here is None:
            return "no_kind"
        kind = AgencyKind(values.get("kind") or (here.values["kind"] if here else ""))
        values["kind"] = kind.value
        if parent_kind is None:
            return "" if here is not None or (kind is AgencyKind.PROVINCE and self.may_found_roots) else "no_parent"
        return "" if parent_kind in PARENTS[kind] else "tier"

    def _kind_above(self, above: str) -> tuple[AgencyKind | None, str]:
        """Return what kind of agency stands above, or why it cannot."""
        if not above:
            return None, ""
        place = next((self.places[each] for each in spellings(above) if each in self.places), None)
        if place is not None:
            return self._kind_of_line(place)
        found = self._known(above)
        if found is None:
            return None, "parent_unknown"
        if not found.may_manage:
            return None, "not_yours"
        return (AgencyKind(found.values["kind"]), "") if found.is_open else (None, "parent_ended")

    def _kind_of_line(self, place: int) -> tuple[AgencyKind | None, str]:
        if place in self.open:
            return None, "cycle"
        line = self.line(place)
        if line.outcome is LineOutcome.REJECTED:
            return None, "parent_rejected"
        return AgencyKind(line.values["kind"]), ""

    def _outcome(self, place: int, values: dict[str, str], reason: str) -> ListLine:
        if reason:
            return ListLine(place + 1, values, LineOutcome.REJECTED, reason)
        here = self._known(values["code"])
        if here is None:
            return ListLine(place + 1, values, LineOutcome.NEW)
        changes = tuple(self._changes(values, here))
        return ListLine(place + 1, values, LineOutcome.CHANGED if changes else LineOutcome.UNCHANGED, "", changes)

    def _changes(self, values: Mapping[str, str], here: KnownAgency) -> Iterator[tuple[str, str, str]]:
        for name in CHANGEABLE:
            text, before = values.get(name, ""), here.values.get(name, "")
            same = text == before or (name in {"parent_code", "former_code"} and before in spellings(text))
            if name == "former_code" and not before and here.values["code"] in spellings(text):
                same = True  # the plain conversion of the code is known without being written down
            if text and not same:
                yield name, before, text

    def _known(self, code: str) -> KnownAgency | None:
        return next((self.known[each] for each in spellings(code) if each in self.known), None)
