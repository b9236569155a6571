"""The kinds of events there are, with the JSON Schema of each."""

from collections.abc import Collection, Mapping
from inspect import getdoc
from typing import Any

from lienthong.kernel.events.contracts import EventType
from lienthong.kernel.events.extensions import adapter, event_classes, offers, subscriptions_to

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def list_event_types() -> tuple[EventType, ...]:
    """Return every kind of event of the program, by type."""
    return tuple(_describe(kind, each) for kind, each in event_classes().items())


def find_event_type(event_type: str) -> EventType | None:
    """Return one kind of event, None when there is none of this type."""
    found = event_classes().get(event_type)
    return _describe(event_type, found) if found is not None else None


def schema_of(event_class: type[Any]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what an event says."""
    described = adapter(event_class).json_schema(mode="serialization")
    words = (getdoc(event_class) or "").strip()
    return {"$schema": DIALECT, **described, "title": event_class.__name__, "description": words}


def without(schema: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """Return a schema without the fields that stay inside."""
    kept = {name: said for name, said in schema.get("properties", {}).items() if name not in hidden}
    required = [name for name in schema.get("required", ()) if name not in hidden]
    return {**schema, "properties": kept, **({"required": required} if required else {})}


def _describe(kind: str, event_class: type[Any]) -> EventType:
    offered = offers().get(kind)
    schema = without(schema_of(event_class), offered.hidden if offered is not None else ())
    return EventType(
        type=kind,
        title=str(schema["title"]),
        description=str(schema["description"]),
        schema=schema,
        subscribers=tuple(each.name for each in subscriptions_to(kind)),
        permission=offered.permission if offered is not None else "",
    )
