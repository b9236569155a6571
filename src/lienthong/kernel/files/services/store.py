"""Keep a file that somebody sent or the program made."""

import io
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor

from .. import blobs, rules
from ..contracts import DEFAULT_KINDS, MEDIA_TYPES, EmptyFile, FileTooLarge, StoredFileInfo, WrongFileType
from ..models import StoredFile


def store(
    *,
    stream: BinaryIO,
    name: str,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] | None = None,
    max_bytes: int | None = None,
) -> StoredFileInfo:
    """Keep the content of a stream, in constant memory, once for each content.

    :param name: as the sender had it; kept without folders and control characters
    :param allowed: kinds accepted here (keys of `contracts.MEDIA_TYPES`), by default `DEFAULT_KINDS`
    :param max_bytes: limit of this file, by default `settings.UPLOAD_MAX_BYTES`
    :raises EmptyFile: nothing was in it
    :raises FileTooLarge: it passed the limit; reading stopped there
    :raises WrongFileType: the content is not of an allowed kind, or is not what its name says
    """
    shown = rules.harmless_name(name)
    limit = settings.UPLOAD_MAX_BYTES if max_bytes is None else max_bytes
    with blobs.arriving() as arrival:
        try:
            arrival.take(stream, max_bytes=limit)
        except blobs.LimitPassed:
            raise too_large(name=shown, limit=limit) from None
        if arrival.size == 0:
            raise EmptyFile(_("“%(name)s” is empty. Choose the file again.") % {"name": shown}, name=shown)
        kind = _check_kind(arrival, name=shown, allowed=DEFAULT_KINDS if allowed is None else allowed)
        arrival.keep()
    return StoredFile.objects.create(
        sha256=arrival.sha256,
        size=arrival.size,
        media_type=MEDIA_TYPES[kind],
        name=shown,
        uploaded_by_name=actor.name,
        uploaded_by_id=actor.user_id,
        created_at=now,
    ).as_info()


def store_bytes(
    *,
    data: bytes,
    name: str,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] | None = None,
    max_bytes: int | None = None,
) -> StoredFileInfo:
    """Keep a content that is already in memory, such as a paper just printed; see `store`."""
    return store(stream=io.BytesIO(data), name=name, actor=actor, now=now, allowed=allowed, max_bytes=max_bytes)


def too_large(*, name: str, limit: int) -> FileTooLarge:
    """Return the refusal of a file that passed the limit (bytes), in words for the sender."""
    shown = {"name": name, "limit": max(limit // (1024 * 1024), 1)}
    message = _("“%(name)s” is larger than %(limit)s MB. Send a smaller scan, or split it into parts.") % shown
    return FileTooLarge(message, name=name, limit=limit)


def _check_kind(arrival: blobs.Arrival, *, name: str, allowed: frozenset[str]) -> str:
    arrival.file.seek(0)
    head = arrival.file.read(rules.HEAD_BYTES)
    kind = rules.kind_by_content(head=head, content=arrival.file)  # type: ignore[arg-type]  # a temporary file is binary
    claimed = rules.kind_by_name(name)
    shown = {"name": name, "claimed": claimed, "kinds": ", ".join(sorted(allowed))}
    if kind in allowed and kind == claimed:
        return kind
    if rules.is_program(head):
        message = _("“%(name)s” is a program, not a document. Send one of: %(kinds)s.") % shown
    elif kind in allowed:
        shown["kind"] = kind
        message = _("“%(name)s” does not match its content, which is %(kind)s. Rename it and send it again.") % shown
    elif claimed in allowed:
        message = (
            _("“%(name)s” is not a real %(claimed)s file. Open it, save it again as %(claimed)s and resend.") % shown
        )
    else:
        message = _("Files such as “%(name)s” are not accepted here. Send one of: %(kinds)s.") % shown
    raise WrongFileType(message, name=name, claimed=claimed, found=kind or rules.guessed_extension(head))
