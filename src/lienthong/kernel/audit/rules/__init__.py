"""When two looks are one, and how the chain over the records is made."""

from .chain import (
    FIRST,
    Block,
    Sealed,
    day_head,
    link_of,
    pack_digests,
    pack_ids,
    row_digest,
    unpack_digests,
    unpack_ids,
)
from .once import once_key

__all__ = [
    "FIRST",
    "Block",
    "Sealed",
    "day_head",
    "link_of",
    "once_key",
    "pack_digests",
    "pack_ids",
    "row_digest",
    "unpack_digests",
    "unpack_ids",
]
