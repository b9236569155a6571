"""The administrative units before and since a reform, from the data that came with it."""

import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lienthong.kernel.organizations.rules.reform import NewUnit, OldUnit, Reform, province_links, read_reform

REFORM_2025 = Path(__file__).resolve().parents[2] / "data" / "reform-2025.json.xz"
TWO_TIERS = date(2025, 7, 1)


@dataclass(frozen=True)
class District:
    """A district before the reform."""

    code: str
    full_name: str
    province_code: str


@dataclass(frozen=True)
class Units:
    """The units of the country, or of some provinces, before and since a reform."""

    old_provinces: Mapping[str, str]
    old_districts: tuple[District, ...]
    old_communes: tuple[OldUnit, ...]
    new_provinces: Mapping[str, tuple[str, str]]
    new_communes: tuple[NewUnit, ...]

    def within(self, new_province: str) -> "Units":
        """Return the units of one province of today, and of those it was formed from."""
        links = province_links(self.old_provinces, self.new_provinces)
        old = {code for code, target in links.items() if target == new_province}
        return Units(
            old_provinces={code: name for code, name in self.old_provinces.items() if code in old},
            old_districts=tuple(each for each in self.old_districts if each.province_code in old),
            old_communes=tuple(each for each in self.old_communes if each.province_code in old),
            new_provinces={new_province: self.new_provinces[new_province]},
            new_communes=tuple(each for each in self.new_communes if each.province_code == new_province),
        )


def load_units(path: Path = REFORM_2025) -> Units:
    """Return the units of a file of data; that of 1 July 2025 unless another is named."""
    data = json.loads(lzma.decompress(path.read_bytes()))
    districts = {code: District(code, name, province) for code, name, province in data["old"]["districts"]}
    return Units(
        old_provinces=dict(data["old"]["provinces"]),
        old_districts=tuple(districts.values()),
        old_communes=tuple(
            OldUnit(code, name, district, districts[district].full_name, districts[district].province_code)
            for code, name, district in data["old"]["communes"]
        ),
        new_provinces={code: (name, text) for code, name, text in data["new"]["provinces"]},
        new_communes=tuple(NewUnit(*row) for row in data["new"]["communes"]),
    )


def read_units(units: Units) -> Reform:
    """Read from the wording who followed whom; a district without communes counts as one."""
    settled = {commune.district_code for commune in units.old_communes}
    islands = [
        OldUnit(each.code, each.full_name, each.code, each.full_name, each.province_code)
        for each in units.old_districts
        if each.code not in settled
    ]
    links = province_links(units.old_provinces, units.new_provinces)
    return read_reform([*units.old_communes, *islands], units.new_communes, links)
