"""Reads of stored files and their contents."""

from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, ActorKind, NotFound
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads

from .. import blobs
from ..contracts import AwaitingScan, Held, InfectedFile, ScanState, StoredFileInfo
from ..extensions import held_for
from ..models import Content, FileVersion, StoredFile

OPENED = purpose("files.open", gettext_lazy("Opened a file"))
LARGEST_ID = 2**63 - 1
_BY_ID = Prepared(lambda file_id: StoredFile.objects.filter(pk=file_id))
_SCAN = Content.objects.filter(sha256=OuterRef("sha256")).values("scan")
_BY_UUID = Prepared(lambda uuid: StoredFile.objects.filter(uuid=uuid).annotate(scan=Subquery(_SCAN)))
# The other files of the same document: the record that holds one shows all.
_OF_DOCUMENT = Prepared(
    lambda file_id: FileVersion.objects.filter(
        Q(file_id=file_id) | Q(root_id=file_id) | Q(root__later_versions__file_id=file_id)
    ).distinct()
)


def get_file(*, file_id: int) -> StoredFileInfo:
    """Return the facts of a file; the caller has checked who asks.

    :raises NotFound: there is no such file
    """
    return _row(next(iter(_BY_ID(file_id=file_id)), None)).as_info()


def open_file(*, file_id: int) -> BinaryIO:
    """Open the content of a file for reading; the caller closes it and has checked who asks.

    :raises NotFound: there is no such file, or its content is missing from the disk
    """
    try:
        return blobs.current_store().open(get_file(file_id=file_id).sha256)
    except FileNotFoundError:
        raise missing() from None


def get_visible_file(*, uuid: UUID, viewer: Actor) -> StoredFileInfo:
    """Return a file some record shows to the viewer.

    :raises NotFound: there is none, or no owner lets the viewer see it
    :raises AwaitingScan: nobody has looked for viruses in it yet, and another sent it
    :raises InfectedFile: it has a virus
    """
    return find_visible(uuid=uuid, viewer=viewer)[0]


def find_visible(*, uuid: UUID, viewer: Actor) -> tuple[StoredFileInfo, Held]:
    """Return a file and what the record says that shows it to the viewer; see `get_visible_file`."""
    row = _row(next(iter(_BY_UUID(uuid=uuid)), None))
    held = held_document(file_id=row.pk, viewer=viewer)
    if held is None:
        raise missing()
    _check_scan(row, viewer)
    note_reads(people=held.people, record=held.record, purpose=OPENED, viewer=viewer)
    return row.as_info(), held


def held_document(*, file_id: int, viewer: Actor) -> Held | None:
    """Return what a record says that shows the file, or another version of the same document, to the viewer."""
    held = held_for(file_id=file_id, actor=viewer)
    if held is not None:
        return held
    versions = _OF_DOCUMENT(file_id=file_id)
    others = {each.file_id for each in versions} | {each.root_id for each in versions}
    return next((held for other in others - {file_id} if (held := held_for(file_id=other, actor=viewer))), None)


def _check_scan(row: StoredFile, viewer: Actor) -> None:
    scan = getattr(row, "scan", None)
    if scan == ScanState.INFECTED:
        raise InfectedFile(_("A virus was found in “%(name)s”. It cannot be opened.") % {"name": row.name})
    if scan == ScanState.WAITING and (viewer.user_id is None or viewer.user_id != row.uploaded_by_id):
        message = _("“%(name)s” has not been checked for viruses yet. Open it again in a few minutes.")
        raise AwaitingScan(message % {"name": row.name})


def require_usable(*, file_ids: Iterable[int], actor: Actor) -> None:
    """Refuse files that the actor neither sent nor may open, so that a guessed number brings nobody a file.

    Asked by acts that put files into a record; the program itself uses any. One statement, more for files of others.

    :raises NotFound: one of them is not there, or not for the actor
    """
    asked = set(file_ids)
    if not asked or actor.kind is ActorKind.SYSTEM:
        return
    if not all(0 < each <= LARGEST_ID for each in asked):
        raise missing()
    sent = set(StoredFile.objects.filter(_sent_by(actor), pk__in=asked).values_list("pk", flat=True))
    if any(held_document(file_id=each, viewer=actor) is None for each in asked - sent):
        raise missing()


def _sent_by(actor: Actor) -> Q:
    if actor.kind is ActorKind.MACHINE:
        return Q(uploaded_by_id=None, uploaded_by_name=actor.name)
    return Q(uploaded_by_id=actor.user_id, uploaded_by_id__isnull=False)


def list_sent(*, uuids: frozenset[UUID], actor: Actor) -> tuple[StoredFileInfo, ...]:
    """Return those of the files that this actor sent. One statement."""
    rows = StoredFile.objects.filter(uuid__in=uuids, uploaded_by_id=actor.user_id) if actor.user_id else ()
    return tuple(row.as_info() for row in rows)


def _row(row: StoredFile | None) -> StoredFile:
    if row is None:
        raise missing()
    return row


def missing() -> NotFound:
    """Return the refusal of a file that is not there, or not for who asks."""
    return NotFound(_("There is no such file."))
