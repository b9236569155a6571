"""Reads of the work of programs on files."""

from uuid import UUID

from lienthong.kernel.acts.contracts import Actor

from ..contracts import OFFICE, StoredFileInfo, WorkInfo, WorkKind, WorkState
from ..models import FileWork
from .files import get_visible_file, missing


def find_work(*, uuid: UUID, viewer: Actor) -> WorkInfo:
    """Return how far the work on a file is, for those to whom a record shows the file.

    :raises NotFound: there is none, or no record shows the file
    """
    work = FileWork.objects.select_related("file", "result").filter(uuid=uuid).first()
    if work is None:
        raise missing()
    get_visible_file(uuid=work.file.uuid, viewer=viewer)
    return work.as_info()


def shown_as(*, file: StoredFileInfo) -> StoredFileInfo:
    """Return the file whose pages are shown for a file: for an Office file its pages as PDF, where they were made."""
    if file.media_type not in OFFICE:
        return file
    made = FileWork.objects.filter(kind=WorkKind.PAGES, state=WorkState.DONE, file__sha256=file.sha256)
    work = made.select_related("result").order_by("-pk").first()
    return work.result.as_info() if work and work.result else file
