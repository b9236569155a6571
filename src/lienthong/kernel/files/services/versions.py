"""Add a version to a document: a later file in the place of an earlier one, which stays readable."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit

from ..contracts import FileVersionInfo, StoredFileInfo
from ..models import FileVersion, StoredFile
from ..queries import find_visible, list_versions
from .store import store

LONGEST_REASON = 500


def add_version(
    *, uuid: UUID, file: StoredFileInfo, reason: str, actor: Actor, now: datetime, expected: int | None = None
) -> FileVersionInfo:
    """Make a stored file the newest version of a document; the record goes on holding the version it was given.

    :param uuid: of any version of the document
    :param file: already stored, and part of no document yet
    :param expected: the number of the newest version the actor saw; with another, somebody was faster
    :raises NotFound: no record shows the document to the actor
    :raises NotPermitted: the record does not let the actor change it
    :raises Invalid: no reason is given, the content is that of the newest version, or the file is a version already
    :raises Conflict: somebody else added a version meanwhile
    """
    current, held = find_visible(uuid=uuid, viewer=actor)
    if not held.editable:
        raise NotPermitted(_("You may read this file, but not add a version to it."))
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        message = _("Say in one sentence why there is a new version.")
        raise Invalid(message, errors=(FieldError("reason", message),))
    append_version(of=current.id, file=file, reason=reason, record=held.record, actor=actor, now=now, expected=expected)
    return list_versions(uuid=uuid, viewer=actor)[0]


def send_version(
    *,
    uuid: UUID,
    stream: BinaryIO,
    name: str,
    reason: str,
    actor: Actor,
    now: datetime,
    expected: int | None = None,
) -> FileVersionInfo:
    """Store a file and make it the newest version of a document, both or neither; see `store` and `add_version`."""
    with transaction.atomic():
        file = store(stream=stream, name=name, actor=actor, now=now)
        return add_version(uuid=uuid, file=file, reason=reason, actor=actor, now=now, expected=expected)


def append_version(
    *,
    of: int,
    file: StoredFileInfo,
    reason: str,
    record: str,
    actor: Actor,
    now: datetime,
    expected: int | None = None,
) -> int:
    """Write the version down and return its number; the caller has checked who asks.

    :param of: the id of any version of the document
    :raises Invalid: the content is that of the newest version, or the file is a version already
    :raises Conflict: another than the expected number is the newest
    """
    with transaction.atomic():
        root = StoredFile.objects.select_for_update().get(pk=_root_of(of))
        if FileVersion.objects.filter(Q(file_id=file.id) | Q(root_id=file.id)).exists() or file.id == root.pk:
            raise Invalid(_("This file is a version already."))
        newest = FileVersion.objects.filter(root=root).order_by("-number").select_related("file").first()
        number, last = (newest.number, newest.file) if newest else (1, root)
        if expected is not None and expected != number:
            raise Conflict(_("Somebody else added a version meanwhile. Look at it first."))
        if last.sha256 == file.sha256:
            message = _("The file is the same as the newest version.")
            raise Invalid(message, errors=(FieldError("file", message),))
        FileVersion.objects.create(root=root, file_id=file.id, number=number + 1, reason=reason)
        audit.record(
            subject_type="files.file",
            subject_key=str(root.uuid),
            act="files.version.add",
            actor=actor,
            now=now,
            note=reason,
            data={"number": number + 1, "sha256": file.sha256, "record": record},
        )
    return number + 1


def _root_of(file_id: int) -> int:
    later = FileVersion.objects.filter(file_id=file_id).first()
    return later.root_id if later else file_id
