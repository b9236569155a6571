"""Comparing two contents of a procedure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ..contracts import FieldChange
from .record import CONTENT_FIELDS

_SHOWN = 160


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the same digest for the same content, whatever its order of keys."""
    kept = {key: content[key] for key in CONTENT_FIELDS}
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Return what differs, field by field, each side shortened to the place of the difference."""
    changes = []
    for key in CONTENT_FIELDS:
        if old[key] != new[key]:
            before, after = _shorten(_plain(old[key]), _plain(new[key]))
            changes.append(FieldChange(field=key, old=before, new=after))
    return tuple(changes)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return {True: "có", False: "không", None: ""}[value]
    if isinstance(value, list):
        return "\n".join(_plain(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(each)}" for key, each in value.items() if each not in (None, "", [], False))
    return str(value)


def _shorten(old: str, new: str) -> tuple[str, str]:
    """Cut both texts to a window that begins a little before their first difference."""
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, first - 30)
    return _window(old, start), _window(new, start)


def _window(text: str, start: int) -> str:
    shown = text[start : start + _SHOWN]
    return ("…" if start and shown else "") + shown + ("…" if start + _SHOWN < len(text) else "")
