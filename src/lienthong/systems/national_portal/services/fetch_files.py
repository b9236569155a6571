"""The files of a pushed act: fetched, hashed, scanned and stored before anybody is shown the filing (R-64)."""

import binascii
import hmac
import time
from base64 import b64decode
from datetime import datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Invalid
from lienthong.kernel.files import queries as files
from lienthong.kernel.files import services as file_services
from lienthong.kernel.files.contracts import AwaitingScan, ScannerUnavailable, StoreUnavailable
from lienthong.systems.national_portal.contracts import PortalAway
from lienthong.systems.national_portal.models import PushedAct, PushedFile
from lienthong.systems.national_portal.rules import is_agreed_link

IN_MEMORY = 1024 * 1024


def fetch_files(*, act: PushedAct, actor: Actor, now: datetime) -> None:
    """Store every file of an act that is not stored yet; each is kept by itself, so a later try goes on.

    :raises PortalAway: one cannot be fetched or looked at now
    :raises Invalid: one may not be fetched, is damaged, of a wrong kind, or could do harm
    """
    for row in act.files.order_by("pk"):
        try:
            if row.file_id is None:
                _store(row, actor, now)
            files.require_scanned(file=files.get_file(file_id=row.file_id or 0))
        except (ScannerUnavailable, StoreUnavailable, AwaitingScan) as later:
            raise PortalAway(later.message) from later


def _store(row: PushedFile, actor: Actor, now: datetime) -> None:
    with _content(row) as stream:
        stored = file_services.store(stream=stream, name=row.name, actor=actor, now=now)
    if row.sha256 and not hmac.compare_digest(stored.sha256, row.sha256):
        raise Invalid(_("“%(name)s” is not what its sender sent: the hash differs.") % {"name": row.name})
    row.file_id, row.content = stored.id, ""
    row.save(update_fields=["file", "content"])


def _content(row: PushedFile) -> BinaryIO:
    if not row.link:
        try:
            return BytesIO(b64decode(row.content, validate=True))
        except (binascii.Error, ValueError):
            raise Invalid(_("“%(name)s” cannot be read.") % {"name": row.name}) from None
    if not is_agreed_link(row.link, agreed=settings.NATIONAL_PORTAL_FILE_HOSTS):
        raise Invalid(_("“%(name)s” lies at a place that was not agreed.") % {"name": row.name})
    return _fetched(row)


def _fetched(row: PushedFile) -> BinaryIO:
    """Fetch a file from an agreed place: no redirect, no proxy, no more than a file may have, and in its time."""
    seconds = settings.NATIONAL_PORTAL_SECONDS
    kept = cast("BinaryIO", SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  the caller closes it
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", row.link) as answer,
        ):
            _copy(answer, kept, row.name)
    except httpx.HTTPError as failure:
        kept.close()
        raise PortalAway(str(failure) or type(failure).__name__) from failure
    except Exception:
        kept.close()
        raise
    kept.seek(0)
    return kept


def _copy(answer: httpx.Response, kept: BinaryIO, name: str) -> None:
    if answer.status_code != 200:
        raise PortalAway(f"HTTP {answer.status_code}")
    deadline = time.monotonic() + 10 * settings.NATIONAL_PORTAL_SECONDS
    size = 0
    for piece in answer.iter_bytes():
        size += len(piece)
        if size > settings.UPLOAD_MAX_BYTES:
            raise Invalid(_("“%(name)s” is too large.") % {"name": name})
        if time.monotonic() > deadline:
            raise PortalAway("the file did not end in time")
        kept.write(piece)
