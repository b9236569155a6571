"""What differs between two versions of a form, said so that a person can judge it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from ..contracts import Change, FieldDescription, FormDescription

# Facts of a field that are compared one by one, beside name and columns.
FACTS = tuple(item.name for item in fields(FieldDescription) if item.name not in {"name", "columns", "max_length"})


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, tuple):
        return "; ".join(item if isinstance(item, str) else f"{item[0]} = {item[1]}" for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name} {limit}" for name, limit in sorted(value.items()))
    return str(value)


def _breaks(fact: str, before: FieldDescription, after: FieldDescription) -> bool:
    """Tell whether answers given to the older field may not fit the newer one."""
    if fact == "kind":
        return True
    if fact == "required":
        return after.required
    if fact == "choices":
        return not {code for code, _label in before.choices} <= {code for code, _label in after.choices}
    return fact == "limits" and bool(after.limits)


def _field_changes(before: FieldDescription, after: FieldDescription, path: str) -> Iterator[Change]:
    for fact in FACTS:
        old, new = getattr(before, fact), getattr(after, fact)
        if old != new:
            yield Change(fact, path, after.label, _written(old), _written(new), breaks=_breaks(fact, before, after))
    old_columns = {item.name: item for item in before.columns}
    new_columns = {item.name: item for item in after.columns}
    yield from _both(old_columns, new_columns, f"{path}.")


def _both(old: dict[str, FieldDescription], new: dict[str, FieldDescription], prefix: str) -> Iterator[Change]:
    for name, item in new.items():
        if name not in old:
            yield Change("added", f"{prefix}{name}", item.label, after=item.kind.value, breaks=item.required)
        else:
            yield from _field_changes(old[name], item, f"{prefix}{name}")
    for name, item in old.items():
        if name not in new:
            yield Change("removed", f"{prefix}{name}", item.label, before=item.kind.value, breaks=True)
    kept_old = [name for name in old if name in new]
    kept_new = [name for name in new if name in old]
    if kept_old != kept_new:
        moved = next(a for a, b in zip(kept_new, kept_old, strict=True) if a != b)
        yield Change("order", f"{prefix}{moved}", new[moved].label)


def compare_forms(before: FormDescription | None, after: FormDescription) -> tuple[Change, ...]:
    """Return the differences in the order of the newer form; without an older one, every field is new."""
    found = list(_both(before.by_name if before else {}, after.by_name, ""))
    old = [(section.title, section.help) for section in before.sections] if before else []
    new = [(section.title, section.help) for section in after.sections]
    if before and old != new:
        texts = ["; ".join(filter(None, (title for title, _help in titles))) for titles in (old, new)]
        found.append(Change("sections", "", "", texts[0], texts[1]))
    return tuple(found)
