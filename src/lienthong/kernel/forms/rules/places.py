"""Provinces and communes of both eras: until 30/6/2025 with districts between, since 1/7/2025 without."""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"


class Era(StrEnum):
    """The two states of local government (Quyết định 19/2025/QĐ-TTg ended the first on 30/6/2025)."""

    NOW = "two-tier"
    BEFORE = "three-tier"


@dataclass(frozen=True)
class Place:
    """A province or commune; `above` is the district, in the era that had them."""

    code: str
    name: str
    above: str = ""


@dataclass(frozen=True)
class Province:
    """A province with its communes by code, in the order of the official list."""

    place: Place
    communes: dict[str, Place]


@lru_cache(maxsize=2)
def provinces(era: Era) -> dict[str, Province]:
    """Return the provinces of an era by code; read once a process, about 10,000 communes in some 20 ms."""
    content = json.loads((DATA / f"places-{era.value}.json").read_text(encoding="utf-8"))
    return {row["code"]: _province(row, content["kinds"]) for row in content["provinces"]}


def _province(row: dict[str, Any], kinds: list[str]) -> Province:
    found: dict[str, Place] = {}
    for district, lines in row["communes"]:
        for line in lines.split("|"):
            code, kind, name = line.split(" ", 2)
            found[code] = Place(code, f"{kinds[int(kind)]} {name}", district)
    return Province(Place(row["code"], row["name"]), found)


def communes(era: Era, province: str) -> tuple[Place, ...]:
    """Return the communes of a province, none for a province that is not of the era."""
    found = provinces(era).get(province)
    return tuple(found.communes.values()) if found else ()


def address_problem(era: Era, province: str, commune: str) -> str:
    """Return which part of an address does not exist in its era: `province`, `commune`, or nothing."""
    found = provinces(era).get(province)
    if found is None:
        return "province"
    return "" if commune in found.communes else "commune"


def address_text(era: Era, province: str, commune: str, detail: str = "") -> str:
    """Write an address as on papers: "Thôn 3, Xã Ea Kao, Tỉnh Đắk Lắk"; unknown codes are left out."""
    found = provinces(era).get(province)
    if found is None:
        return detail
    place = found.communes.get(commune)
    parts = (detail, place.name if place else "", place.above if place else "", found.place.name)
    return ", ".join(part for part in parts if part)
