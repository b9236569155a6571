"""Finish an upload of which every byte has come: look at the content and make it ready to be taken."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor, DomainError

from ... import blobs
from ...contracts import DEFAULT_KINDS, ScannerUnavailable, Sender, StoreUnavailable, UploadInfo, UploadState
from ...extensions import find_place
from ...models import Upload
from ..check_content import check_content, digest_of, remove_harmless
from ..refusals import gone
from ..scan import note_scan
from .find import find_upload


def finish_upload(*, uuid: UUID, sender: Sender, actor: Actor, now: datetime, sha256: str = "") -> UploadInfo:
    """Look at the whole content once; done again after an interruption it goes on where it stood.

    :param sha256: of the whole content, where it was computed as it came

    :raises UploadGone: it was refused before
    :raises DomainError: the content is refused; the upload ends, its bytes are removed
    :raises ScannerUnavailable: nobody can look now; the bytes stay, and the same call may be made again
    """
    refusal: DomainError | None = None
    with transaction.atomic():
        row = find_upload(uuid=uuid, sender=sender, now=now, lock=True)
        if row.state == UploadState.REFUSED:
            raise gone()
        if row.state == UploadState.OPEN and row.offset == row.length:
            try:
                _look(row, actor, now, sha256)
            except (ScannerUnavailable, StoreUnavailable):
                raise
            except DomainError as refused:
                refusal = refused
                row.state, row.refusal = UploadState.REFUSED, refused.message[:500]
                row.save(update_fields=["state", "refusal"])
    if refusal is not None:
        blobs.current_store().drop(upload=str(uuid))
        raise refusal
    return row.as_info()


def _look(row: Upload, actor: Actor, now: datetime, sha256: str) -> None:
    place, store = find_place(row.place), blobs.current_store()
    try:
        with store.gathered(upload=str(row.pk), size=row.length) as path:
            checked = check_content(
                path=path,
                sha256=sha256 or digest_of(path),
                size=row.length,
                name=row.name,
                allowed=place.kinds if place else DEFAULT_KINDS,
                actor=actor,
                now=now,
            )
            try:
                store.make_ready(upload=str(row.pk), source=checked.path)
            finally:
                remove_harmless(checked.path)
    except FileNotFoundError:
        raise gone() from None
    note_scan(sha256=checked.sha256, scan=checked.scan, now=now)
    row.state, row.kind = UploadState.READY, checked.kind
    row.sha256, row.size = checked.sha256, checked.size
    row.save(update_fields=["state", "kind", "sha256", "size"])
