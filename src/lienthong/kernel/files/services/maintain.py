"""Look after the store of contents: is each still what it was, and move all from the folder to the bucket."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from .. import blobs
from ..contracts import ContentFault
from ..models import StoredFile


def verify_contents(*, after: str = "") -> Iterator[tuple[str, ContentFault | None]]:
    """Read every content that a stored file names and hold it against its digest, in the order of digests.

    A content at a time is read, in chunks; an interrupted round goes on after the digest it said last.
    """
    store = blobs.current_store()
    named = StoredFile.objects.filter(sha256__gt=after).order_by("sha256").values_list("sha256", flat=True).distinct()
    for sha256 in named.iterator():
        yield sha256, fault_of(store, sha256)


def fault_of(store: blobs.BlobStore, sha256: str) -> ContentFault | None:
    """Return what is wrong with a content, None when its bytes are those of its digest."""
    try:
        with store.open(sha256) as content:
            digest = hashlib.sha256()
            while chunk := content.read(blobs.CHUNK_BYTES):
                digest.update(chunk)
    except FileNotFoundError:
        return ContentFault.MISSING
    return None if digest.hexdigest() == sha256 else ContentFault.DAMAGED


def move_to_bucket(*, remove: bool) -> Iterator[tuple[str, ContentFault | None]]:
    """Send every content of the folder to the bucket; what is there already is not sent again.

    :param remove: take a content out of the folder once the bucket has it
    """
    folder, bucket = blobs.FolderStore(Path(settings.MEDIA_ROOT)), blobs.s3_store()
    for sha256 in folder.digests():
        path = folder.path(sha256)
        size = path.stat().st_size
        fault = None
        if bucket.size_of(sha256) != size:
            fault = fault_of(folder, sha256)
            if fault is None:
                bucket.keep(source=path, sha256=sha256, size=size)
        if remove and fault is None:
            path.unlink()
        yield sha256, fault
