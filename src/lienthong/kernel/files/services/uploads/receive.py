"""Receive a part of an upload: durable piece by piece, so that a broken line loses at most one."""

import base64
import binascii
import hashlib
import tempfile
from datetime import datetime, timedelta
from typing import IO, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Invalid

from ... import blobs
from ...contracts import ChecksumMismatch, Sender, UploadInfo, UploadState
from ...models import Upload
from ..refusals import elsewhere, gone, too_large
from .find import find_upload
from .finish import finish_upload

PIECE_BYTES = 8 * 1024 * 1024
# The end of a part that broke off: less than this is not worth a piece, unless it completes the file.
LEAST_BYTES = 64 * 1024
MOST_PIECES = 20_000
ALGORITHMS = frozenset({"sha1", "sha256", "sha512", "md5"})


def receive_part(
    *, uuid: UUID, offset: int, stream: BinaryIO, sender: Sender, actor: Actor, now: datetime, checksum: str = ""
) -> UploadInfo:
    """Write what comes to the end of an upload; when it is whole, look at it and make it ready to be taken.

    A line that breaks is no error: what was written stays, and the sender asks where to go on. Of two who send to the
    same upload at once, the one who is slower at a piece is refused there.

    :param offset: where the part begins, in bytes
    :param checksum: of the whole part, as `sha256 <base64>`; with one, nothing is kept unless all of it is right
    :raises UploadGone: there is no such upload of this sender
    :raises OffsetConflict: the part does not begin where the upload stands
    :raises FileTooLarge: more came than the length that was told
    :raises ChecksumMismatch: the part is not what its checksum says
    :raises DomainError: the whole file was looked at and refused, see `store`
    """
    row = find_upload(uuid=uuid, sender=sender, now=now)
    if row.state == UploadState.REFUSED:
        raise gone()
    if offset != row.offset:
        raise elsewhere(offset=row.offset)
    digest, begin = blobs.Digest(), offset
    if row.state == UploadState.OPEN and offset < row.length:
        if checksum:
            with tempfile.TemporaryFile(dir=blobs.local_folder()) as spool:
                _verified(stream, spool, checksum=checksum, most=row.length - offset, name=row.name)
                offset = _receive(row, spool, digest, offset=offset, now=now)
        else:
            offset = _receive(row, stream, digest, offset=offset, now=now)
    if offset == row.length:
        # What came in one go was hashed on the way; of anything else the bytes are read once more.
        sha256 = digest.hexdigest() if begin == 0 and row.offset == 0 else ""
        return finish_upload(uuid=uuid, sender=sender, actor=actor, now=now, sha256=sha256)
    return find_upload(uuid=uuid, sender=sender, now=now).as_info()


def _receive(row: Upload, stream: "BinaryIO | IO[bytes]", digest: blobs.Digest, *, offset: int, now: datetime) -> int:
    """Write pieces until the stream ends or breaks; return where the upload stands then."""
    while True:
        buffer = bytearray()
        most = min(PIECE_BYTES, row.length - offset)
        broken = _fill(buffer, stream, most=most)
        worth = len(buffer) == most or len(buffer) >= LEAST_BYTES or not broken
        if buffer and worth:
            digest.update(buffer)
            _keep_piece(row, buffer, offset=offset, now=now)
            offset += len(buffer)
        if broken or len(buffer) < most or offset == row.length:
            return offset


def _fill(buffer: bytearray, stream: "BinaryIO | IO[bytes]", *, most: int) -> bool:
    """Read up to so many bytes and tell whether the line broke."""
    try:
        while len(buffer) < most and (chunk := stream.read(min(blobs.CHUNK_BYTES, most - len(buffer)))):
            buffer += chunk
    except OSError:
        return True
    return False


def _keep_piece(row: Upload, data: bytearray, *, offset: int, now: datetime) -> None:
    """Write a piece under the lock of its upload: bytes that no commit followed are written over by the next attempt.

    :raises OffsetConflict: somebody else wrote meanwhile
    """
    with transaction.atomic():
        held = Upload.objects.select_for_update().filter(pk=row.pk, state=UploadState.OPEN).first()
        if held is None:
            raise gone()
        if held.offset != offset:
            raise elsewhere(offset=held.offset)
        if held.pieces >= MOST_PIECES:
            raise Invalid(_("The file comes in too many parts. Send it again."))
        with memoryview(data) as view:
            blobs.current_store().add_piece(upload=str(row.pk), offset=offset, data=view)
        held.offset, held.pieces = offset + len(data), held.pieces + 1
        held.expires_at = now + timedelta(hours=settings.FILES_UPLOAD_HOURS)
        held.save(update_fields=["offset", "pieces", "expires_at"])


def _verified(stream: BinaryIO, spool: IO[bytes], *, checksum: str, most: int, name: str) -> None:
    """Copy a part to the disk and hold it against its checksum.

    :raises Invalid: the checksum is of an unknown kind
    :raises ChecksumMismatch: the part is another, or broke off
    """
    algorithm, _space, said = checksum.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Invalid(_("The checksum is of an unknown kind."))
    try:
        wanted = base64.b64decode(said, validate=True)
    except binascii.Error:
        raise Invalid(_("The checksum cannot be read.")) from None
    digest, size = hashlib.new(algorithm, usedforsecurity=False), 0
    try:
        while chunk := stream.read(blobs.CHUNK_BYTES):
            size += len(chunk)
            if size > most:
                raise too_large(name=name, limit=most)
            digest.update(chunk)
            spool.write(chunk)
    except OSError:
        wanted = b""
    if digest.digest() != wanted:
        raise ChecksumMismatch(_("The part did not arrive as it was sent. Send it again."))
    spool.seek(0)
