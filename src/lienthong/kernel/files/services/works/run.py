"""Do the work that was asked for."""

import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, ActorKind

from ... import blobs
from ...contracts import MEDIA_TYPES, StoredFileInfo, WorkKind, WorkState
from ...models import FileWork
from ...providers import ocr, office
from ...providers.bounded import ProgramFailed
from ..store import store
from ..versions import append_version

MB = 1024 * 1024
_ENDINGS = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}

log = structlog.get_logger("lienthong.files")


def run_work(*, work_id: int, clock: Callable[[], datetime]) -> None:
    """Do it once; done again after a worker died, it begins anew, and what is done stays as it is."""
    work = FileWork.objects.select_related("file").get(pk=work_id)
    if work.state in {WorkState.DONE, WorkState.FAILED}:
        return
    FileWork.objects.filter(pk=work.pk).update(state=WorkState.RUNNING)
    try:
        with tempfile.TemporaryDirectory(dir=blobs.local_folder()) as folder:
            goal = Path(folder) / "goal.pdf"
            _make(work, Path(folder), goal)
            with transaction.atomic():
                _keep(work, goal, clock())
    except ProgramFailed as failure:
        log.warning("files.work_failed", kind=work.kind, said=failure.said, late=failure.late)
        _fail(work, _why(failure), clock())
    except FileNotFoundError:
        _fail(work, _("The content of the file is missing."), clock())


def _make(work: FileWork, folder: Path, goal: Path) -> None:
    """Write the result, from a copy of the file under the ending of its kind.

    :raises ProgramFailed: the program did not
    """
    seconds, memory = 60 * settings.FILES_WORK_MINUTES, settings.FILES_WORK_MEMORY_MB
    with blobs.current_store().local(work.file.sha256) as path:
        source = folder / f"source.{_ENDINGS[work.file.media_type]}"
        source.symlink_to(path)
        if work.kind == WorkKind.SEARCHABLE:
            ocr.make_searchable(
                source=source, goal=goal, seconds=seconds, memory_mb=memory, heard=_Progress(work.pk).heard
            )
        else:
            office.print_to_pdf(source=source, goal=goal, seconds=seconds)


class _Progress:
    """Writes down how far the work is, at most once a second."""

    def __init__(self, work_id: int) -> None:
        self.work_id, self.told_at = work_id, 0.0

    def heard(self, done: int, total: int) -> None:
        """Take what the program says."""
        if done < total and time.monotonic() - self.told_at < 1:
            return
        self.told_at = time.monotonic()
        FileWork.objects.filter(pk=self.work_id).update(done=done, total=total)


def _keep(work: FileWork, goal: Path, now: datetime) -> None:
    """Store the result; a searchable copy becomes the newest version, the pages of an Office file stand beside it."""
    actor = Actor(kind=ActorKind.SYSTEM, name=work.asked_by_name, user_id=work.asked_by_id)
    with goal.open("rb") as stream:
        result = store(
            stream=stream,
            name=f"{work.file.name.rpartition('.')[0]}.pdf",
            actor=actor,
            now=now,
            max_bytes=1024 * MB,
            made_here=True,
        )
    if work.kind == WorkKind.SEARCHABLE:
        append_version(of=work.file_id, file=result, reason=_reason(), record="", actor=actor, now=now)
    _finish(work, result, now)


def _finish(work: FileWork, result: StoredFileInfo, now: datetime) -> None:
    FileWork.objects.filter(pk=work.pk).update(state=WorkState.DONE, result_id=result.id, ended_at=now, message="")


def _fail(work: FileWork, message: str, now: datetime) -> None:
    FileWork.objects.filter(pk=work.pk).update(state=WorkState.FAILED, message=message[:500], ended_at=now)


def _reason() -> str:
    return _("Straightened and made searchable by OCR")


def _why(failure: ProgramFailed) -> str:
    """Return the sentence for who asked."""
    if failure.late:
        return _("It took too long and was stopped. Split the file and try again.")
    return {
        "EncryptedPdfError": _("The file is locked with a password."),
        "DigitalSignatureError": _("The file is signed; making it searchable would break the signature."),
        "TaggedPDFError": _("The file has its text already; it is not a scan."),
    }.get(failure.said, _("The file could not be read."))
