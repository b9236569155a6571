"""Whether what reads an old JSON Schema can read a new one: a version of an event only ever gains fields."""

from collections.abc import Iterator, Mapping
from typing import Any

# What is said for people and changes nothing for machines.
WORDS = {"title", "description", "$id", "$schema", "default", "examples"}


def breaks(old: Mapping[str, Any], new: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield what of a new schema would surprise who was made for the old one."""
    for name, said in old.get("properties", {}).items():
        there = new.get("properties", {}).get(name)
        if there is None:
            yield f"{path}{name} is gone"
        else:
            yield from breaks(said, there, f"{path}{name}.")
    lacking = set(old.get("required", ())) - set(new.get("required", ()))
    yield from (f"{path}{name} may be missing now" for name in sorted(lacking))
    for name, said in old.get("$defs", {}).items():
        there = new.get("$defs", {}).get(name)
        if there is None:
            yield f"{path}{name} is described no more"
        else:
            yield from breaks(said, there, f"{path}{name}.")
    own = WORDS | {"properties", "required", "$defs"}
    for key in sorted((old.keys() | new.keys()) - own):
        if old.get(key) != new.get(key):
            yield f"{path}{key}: {old.get(key)} became {new.get(key)}"
