"""When two looks are one."""

from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from lienthong.kernel.audit.contracts import Recorded

HOUR = 3600


def once_key(reader: Recorded, person: str, record: str, purpose: str, at: datetime) -> UUID:
    """Return what two looks of one reader at one record for one purpose in one hour have in common.

    It begins with the hour, so that new keys stand together at the end of their index.
    """
    hour = int(at.timestamp()) // HOUR
    who = (reader.user_id, reader.name, reader.position, reader.agency_id, reader.on_behalf_of)
    digest = blake2b(repr((who, person, record, purpose)).encode(), digest_size=10).digest()
    return UUID(bytes=hour.to_bytes(6, "big") + digest)
