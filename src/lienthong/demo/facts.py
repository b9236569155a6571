"""The data files of the demonstration: facts of the province, frequencies of names, texts."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
PROCEDURES = DATA / "procedures"


@dataclass(frozen=True)
class Commune:
    """A commune of the two-tier state; the identity code is ours, for illustration."""

    code: str
    area_code: str
    name: str
    type: str

    @property
    def full_name(self) -> str:
        """Return the name with its kind, such as "phường Nha Trang"."""
        return f"{self.type} {self.name}"

    @property
    def is_ward(self) -> bool:
        """Tell whether it has streets with numbers."""
        return self.type == "phường"


@cache
def read(name: str) -> dict[str, Any]:
    """Return one data file by its name without the ending."""
    content: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return content


@cache
def communes() -> tuple[Commune, ...]:
    """Return the 65 communes."""
    return tuple(
        Commune(code=row["code"], area_code=row["area_code"], name=row["name"], type=row["type"])
        for row in read("khanh-hoa")["communes"]
    )
