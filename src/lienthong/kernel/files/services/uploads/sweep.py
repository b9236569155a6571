"""Sweep uploads that nobody went on with."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from ... import blobs
from ...models import Upload

_AT_ONCE = 500


def sweep_uploads(*, now: datetime) -> int:
    """Remove uploads whose time is over and bytes that belong to none; return how many were removed.

    What became a stored file stays; only the memory of its upload goes.
    """
    store = blobs.current_store()
    over = list(Upload.objects.filter(expires_at__lte=now).values_list("pk", flat=True)[:_AT_ONCE])
    for uuid in over:
        store.drop(upload=str(uuid))
    Upload.objects.filter(pk__in=over, expires_at__lte=now).delete()
    forgotten = now - 2 * timedelta(hours=settings.FILES_UPLOAD_HOURS)
    lost = {upload for upload, changed in store.incoming() if changed < forgotten and _is_uuid(upload)}
    lost -= {str(pk) for pk in Upload.objects.filter(pk__in=lost).values_list("pk", flat=True)}
    for upload in lost:
        store.drop(upload=upload)
    return len(over) + len(lost)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
