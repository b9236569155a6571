"""What other apps' tests need of forms."""

from datetime import datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor

from .contracts import DefinitionInfo
from .services import save_definition


def make_form(*, key: str, now: datetime, properties: dict[str, Any] | None = None) -> DefinitionInfo:
    """Store a small form: one required name, unless other properties are given."""
    chosen = properties or {"full_name": {"type": "string", "title": "Họ và tên", "maxLength": 100}}
    schema = {"type": "object", "properties": chosen, "required": list(chosen), "additionalProperties": False}
    return save_definition(key=key, title=key, schema=schema, ui={}, actor=Actor.system("test"), now=now)
