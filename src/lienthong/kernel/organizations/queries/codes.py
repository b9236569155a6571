"""What is known of identity codes and of words for kinds: data that a province may correct, not rules."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.words import KIND, in_every_language

DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True)
class LevelOne:
    """The ministry or province of a code's first group; `verified` when a public source shows it."""

    code: str
    name: str
    verified: bool


@cache
def level_one_codes() -> Mapping[str, LevelOne]:
    """Return the known codes of level one; the list is that before July 2025, partly unverified."""
    rows = json.loads((DATA / "identity-codes.json").read_text(encoding="utf-8"))["level_one"]
    return {row["code"]: LevelOne(**row) for row in rows}


@cache
def kind_words() -> Mapping[str, tuple[AgencyKind, AgencyKind]]:
    """Return what lists call kinds of agencies, folded: directly below a province, and deeper."""
    words = json.loads((DATA / "agency-kinds.json").read_text(encoding="utf-8"))["kinds"]
    own = {word: (kind, kind) for kind, label in KIND.items() for word in in_every_language(label)}
    return {word: (AgencyKind(near), AgencyKind(deep)) for word, (near, deep) in words.items()} | own
