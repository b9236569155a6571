"""Keep a file that somebody sent or the program made."""

import io
from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from lienthong.kernel.acts.contracts import Actor

from .. import blobs, rules
from ..contracts import DEFAULT_KINDS, MEDIA_TYPES, ScanState, StoredFileInfo
from ..models import StoredFile
from .check_content import Checked, check_content, check_kind, remove_harmless
from .refusals import empty, too_large
from .scan import note_scan
from .uploads.sent import SentUpload
from .uploads.take import take_upload


def store(
    *,
    stream: BinaryIO,
    name: str,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] | None = None,
    max_bytes: int | None = None,
    made_here: bool = False,
) -> StoredFileInfo:
    """Keep the content of a stream, in constant memory, once for each content.

    :param stream: an upload that came in parts (`with_uploads`) is taken as it lies, without copying
    :param name: as the sender had it; kept without folders and control characters
    :param allowed: kinds accepted here (keys of `contracts.MEDIA_TYPES`), by default `DEFAULT_KINDS`
    :param max_bytes: limit of this file, by default `settings.UPLOAD_MAX_BYTES`
    :param made_here: the program made the content itself, so that nobody looks for harm in it
    :raises EmptyFile: nothing was in it
    :raises FileTooLarge: it passed the limit; reading stopped there
    :raises WrongFileType: the content is not of an allowed kind, not what its name says, or could do harm
    :raises InfectedFile: the scanner found a virus in it
    :raises ScannerUnavailable: the scanner does not answer, and the province takes nothing in without it
    :raises StoreUnavailable: the store of contents does not answer
    """
    kinds = DEFAULT_KINDS if allowed is None else allowed
    limit = settings.UPLOAD_MAX_BYTES if max_bytes is None else max_bytes
    if isinstance(stream, SentUpload):
        return take_upload(uuid=stream.uuid, sender=stream.sender, actor=actor, now=now, allowed=kinds, max_bytes=limit)
    shown = rules.harmless_name(name)
    with blobs.arriving() as arrival:
        _receive(arrival, stream, name=shown, limit=limit)
        checked = _checked(arrival, name=shown, allowed=kinds, actor=actor, now=now, made_here=made_here)
        try:
            blobs.current_store().keep(source=checked.path, sha256=checked.sha256, size=checked.size)
        finally:
            remove_harmless(checked.path)
    note_scan(sha256=checked.sha256, scan=checked.scan, now=now)
    return _write_down(checked, name=shown, actor=actor, now=now)


def store_bytes(
    *,
    data: bytes,
    name: str,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] | None = None,
    max_bytes: int | None = None,
    made_here: bool = False,
) -> StoredFileInfo:
    """Keep a content that is already in memory, such as a paper just printed; see `store`."""
    stream = io.BytesIO(data)
    return store(
        stream=stream, name=name, actor=actor, now=now, allowed=allowed, max_bytes=max_bytes, made_here=made_here
    )


def _receive(arrival: blobs.Arrival, stream: BinaryIO, *, name: str, limit: int) -> None:
    """Write the stream to the disk.

    :raises FileTooLarge: it passed the limit
    :raises EmptyFile: nothing was in it
    """
    try:
        arrival.take(stream, max_bytes=limit)
    except blobs.LimitPassed:
        raise too_large(name=name, limit=limit) from None
    if arrival.size == 0:
        raise empty(name=name)


def _write_down(checked: Checked, *, name: str, actor: Actor, now: datetime) -> StoredFileInfo:
    """Write the row of a content that was kept."""
    return StoredFile.objects.create(
        sha256=checked.sha256,
        size=checked.size,
        media_type=MEDIA_TYPES[checked.kind],
        name=name,
        uploaded_by_name=actor.name,
        uploaded_by_id=actor.user_id,
        created_at=now,
    ).as_info()


def _checked(
    arrival: blobs.Arrival, *, name: str, allowed: frozenset[str], actor: Actor, now: datetime, made_here: bool
) -> Checked:
    if not made_here:
        return check_content(
            path=arrival.path,
            sha256=arrival.sha256,
            size=arrival.size,
            name=name,
            allowed=allowed,
            actor=actor,
            now=now,
        )
    with arrival.path.open("rb") as content:
        kind = check_kind(content, name=name, allowed=allowed)
    return Checked(arrival.path, kind, arrival.sha256, arrival.size, ScanState.UNSCANNED)
