"""Events keep their promises: each kind has a schema, is listed in the docs, and only ever gains fields.

After a change that is meant: `LIENTHONG_REFRESH=1 pytest tests/contracts/test_event_types.py` writes both files anew. A
field that goes, or changes its kind, needs a new version of the type instead.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import validator_for

from lienthong.kernel.events.contracts import EventType
from lienthong.kernel.events.queries import list_event_types
from tests.support.schemas import breaks

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = Path(__file__).parent / "event_schemas.json"
LISTING = ROOT / "docs" / "developer" / "event-types.md"
HEAD = """# Kinds of events

Every kind of event of the program, with the fields of its data; written by a test from the event classes. Other systems
may receive those with a permission, by [webhook or feed](webhooks.md), as far as it reaches; the JSON Schema of each is
at `/api/v1/events/schemas/<type>`.
"""


def snapshot() -> dict[str, Any]:
    """Return what was promised."""
    return dict(json.loads(SNAPSHOT.read_text(encoding="utf-8")))


def promised() -> dict[str, Any]:
    """Return the schema of every kind of event as it is now."""
    return {each.type: dict(each.schema) for each in list_event_types()}


def listing() -> str:
    """Return the page of the docs as it should be."""
    return HEAD + "".join(map(_section, list_event_types()))


def _section(each: EventType) -> str:
    required = set(each.schema.get("required", ()))
    fields = [
        f"| `{name}` | {_kind(said)} | {'always' if name in required else 'may be missing'} |"
        for name, said in each.schema.get("properties", {}).items()
    ]
    table = "\n".join(["| field | kind | |", "| --- | --- | --- |", *fields]) if fields else "It carries no data."
    offered = f"\n\nOffered to other systems with `{each.permission}`." if each.offered else ""
    return f"\n## `{each.type}`\n\n{' '.join(each.description.split())}{offered}\n\n{table}\n"


def _kind(said: dict[str, Any]) -> str:
    if "anyOf" in said:
        return " or ".join(_kind(each) for each in said["anyOf"])
    if said.get("type") == "array":
        return f"list of {_kind(said.get('items', {}))}"
    return str(said.get("format") or said.get("type") or said.get("$ref", "any").split("/")[-1])


@pytest.fixture(scope="module", autouse=True)
def _refresh() -> None:
    if os.environ.get("LIENTHONG_REFRESH"):
        before = snapshot() if SNAPSHOT.exists() else {}
        # What was promised stays promised: nothing of the old file is taken back.
        kept = {kind: said for kind, said in before.items() if list(breaks(said, promised().get(kind, {})))}
        SNAPSHOT.write_text(json.dumps({**promised(), **kept}, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
        LISTING.write_text(listing(), encoding="utf-8")


def test_no_version_of_an_event_breaks_its_promise() -> None:
    now = promised()
    broken = {kind: list(breaks(said, now.get(kind, {}))) for kind, said in snapshot().items()}
    assert {kind: found for kind, found in broken.items() if found} == {}


def test_the_promises_are_written_down() -> None:
    assert snapshot() == promised()


def test_the_page_of_the_docs_is_up_to_date() -> None:
    assert LISTING.read_text(encoding="utf-8") == listing()


def test_every_schema_is_one() -> None:
    for each in list_event_types():
        validator_for(dict(each.schema))
        assert each.description, each.type


OLD = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "required": ["a"]}


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD, []),
        ({**OLD, "title": "Khác", "properties": {**OLD["properties"], "c": {"type": "string"}}}, []),  # type: ignore[dict-item]
        ({**OLD, "required": ["a", "b"]}, []),
        ({**OLD, "properties": {"a": {"type": "string"}}}, ["b is gone"]),
        ({**OLD, "required": []}, ["a may be missing now"]),
        (
            {**OLD, "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}},
            ["a.type: string became integer"],
        ),
        ({**OLD, "additionalProperties": False}, ["additionalProperties: None became False"]),
    ],
)
def test_what_breaks_a_promise_is_known(new: dict[str, Any], found: list[str]) -> None:
    assert list(breaks(OLD, new)) == found
