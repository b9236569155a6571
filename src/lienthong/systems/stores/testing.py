"""For tests and the demo: items of stores as their sources tell of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from .contracts import ItemKind, KeptItem

ITEM = KeptItem(
    source="test.result:1",
    chain="test.dossier:1",
    no=1,
    kind=ItemKind.RESULT,
    owner_id=0,
    type_code="KQ.TEST",
    title="Chứng chỉ thử",
    number="01/CC",
    dossier="H32.1-261006-0001",
    issuer_name="UBND phường thử",
    issued_on=date(2026, 10, 6),
    valid_from=date(2026, 10, 6),
    valid_to=None,
    file_id=None,
    sha256="",
)


def item_of(owner_id: int, **changed: Any) -> KeptItem:
    """Return an item of an owner, with some of its facts changed."""
    return replace(ITEM, owner_id=owner_id, **changed)
