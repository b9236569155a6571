"""The chain: every row has a digest, every block of rows a link to the block before it, every day one head.

The form is fixed, so that others can compute it from an export without this program (docs/developer/audit.md):

- digest of a row: SHA-256 of the JSON array of the name of its log and its columns, in the order of `COLUMNS`, UTF-8,
  without spaces, moments as `2026-10-06T02:00:00.000000Z`, the data of a history entry as the text PostgreSQL gives;
- link of a block: SHA-256 of the link before it and the JSON object of what the block says of itself;
- head of a day: SHA-256 of the head before it and the JSON object of what the day says of itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from struct import pack, unpack

FIRST = bytes(32)
DIGEST = 32


@dataclass(frozen=True)
class Block:
    """Some rows of one log, in order of their number: all that stood after `after_id` and up to `upto_id`."""

    log: str
    day: date
    number: int
    after_id: int
    upto_id: int
    ids: bytes
    digests: bytes


@dataclass(frozen=True)
class Sealed:
    """What a day says of one log: up to which number it goes, how many rows it has, and the link of its last block."""

    upto_id: int
    rows: int
    link: bytes


def row_digest(log: str, values: Sequence[object]) -> bytes:
    """Return the digest of one row.

    :param values: the columns as `COLUMNS` of the chain names them: numbers, texts or None
    """
    said = json.dumps([log, *values], ensure_ascii=False, separators=(",", ":"))
    return sha256(said.encode()).digest()


def link_of(previous: bytes, block: Block) -> bytes:
    """Return the link of a block to the one before it."""
    said = {
        "log": block.log,
        "day": block.day.isoformat(),
        "number": block.number,
        "after": block.after_id,
        "upto": block.upto_id,
        "ids": sha256(block.ids).hexdigest(),
        "digests": sha256(block.digests).hexdigest(),
    }
    return sha256(previous + _text(said)).digest()


def day_head(*, previous: bytes, number: int, day: date, logs: Mapping[str, Sealed]) -> bytes:
    """Return the head of a day, which is what is stamped."""
    said = {
        "format": "lienthong.audit.1",
        "number": number,
        "day": day.isoformat(),
        "logs": {
            name: {"upto": each.upto_id, "rows": each.rows, "link": each.link.hex()} for name, each in logs.items()
        },
    }
    return sha256(previous + _text(said)).digest()


def pack_ids(ids: Sequence[int]) -> bytes:
    """Return the numbers of rows, eight bytes each."""
    return pack(f">{len(ids)}q", *ids)


def unpack_ids(packed: bytes) -> tuple[int, ...]:
    """Return the numbers again; of bytes that are none, nothing."""
    return unpack(f">{len(packed) // 8}q", packed) if len(packed) % 8 == 0 else ()


def pack_digests(digests: Sequence[bytes]) -> bytes:
    """Return the digests of rows behind each other."""
    return b"".join(digests)


def unpack_digests(packed: bytes) -> tuple[bytes, ...]:
    """Return the digests again."""
    return tuple(packed[at : at + DIGEST] for at in range(0, len(packed), DIGEST))


def _text(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
