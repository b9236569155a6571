"""Reading files of the national database into the catalogue; nothing becomes public here."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted

from ..contracts import ImportReport, RunState, UnreadableSource
from ..models import ImportRow, ImportRun
from ..policy import MANAGE
from ..rules import SourceFile
from .reading import Reading, read_all
from .writing import Tally, write_batch

Progress = Callable[[int, int], None]
BATCH = 400
# One import at a time writes a batch; the number is only the name of the lock.
_LOCK = 7_301_966


def read_files(path: Path) -> tuple[SourceFile, ...]:
    """Load a file, or all JSON and ZIP files of a folder, by name.

    :raises UnreadableSource: there is no such path, or nothing to read in it
    """
    if path.is_dir():
        found = sorted(each for each in path.iterdir() if each.suffix.lower() in {".json", ".zip"})
    else:
        found = [path] if path.is_file() else []
    if not found:
        raise UnreadableSource(_("There is no JSON or ZIP file at “%(path)s”.") % {"path": path})
    return tuple(SourceFile(each.name, each.read_bytes()) for each in found)


def import_catalogue(
    *, files: Iterable[SourceFile], actor: Actor, now: datetime, source: str = "", progress: Progress | None = None
) -> ImportReport:
    """Read files into the catalogue and report what happened to each record.

    New content of a public procedure becomes a new draft; a public version is never changed (R-4). Reading
    the same files again changes nothing. Each batch is one transaction: after a crash, read again.

    :param progress: called with how many records are done and how many there are
    :raises NotPermitted: the actor does not manage the catalogue
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("You may not manage the catalogue of procedures."))
    given = tuple(files)
    run = ImportRun.objects.create(
        state=RunState.WAITING.value,
        source=source or ", ".join(each.name for each in given)[:500],
        started_by_id=actor.user_id,
        started_by_name=actor.name,
        started_at=now,
    )
    return carry_out(run=run, files=given, now=now, progress=progress)


def carry_out(
    *, run: ImportRun, files: Sequence[SourceFile], now: datetime, progress: Progress | None = None
) -> ImportReport:
    """Do the work of a run that is already registered; a run that was broken off starts again."""
    run.rows.all().delete()
    try:
        reading = read_all(files)
        _start(run, reading)
        tally = _write(run, reading, now, progress)
    except Exception:
        run.state, run.finished_at = RunState.FAILED.value, now
        run.error = "Việc nhập dừng giữa chừng. Phần đã ghi vẫn đúng; nhập lại để làm tiếp."
        run.save(update_fields=["state", "finished_at", "error"])
        raise
    run.state, run.finished_at, run.done, run.counts = RunState.DONE.value, now, run.total, tally.counts()
    run.save(update_fields=["state", "finished_at", "done", "counts"])
    return ImportReport(run_id=run.pk, lines=tuple(tally.lines), **tally.counts())


def _start(run: ImportRun, reading: Reading) -> None:
    run.state, run.total, run.done = RunState.RUNNING.value, len(reading.records) + len(reading.rejected), 0
    run.save(update_fields=["state", "total", "done"])


def _write(run: ImportRun, reading: Reading, now: datetime, progress: Progress | None) -> Tally:
    tally = Tally()
    tally.add(run, reading.rejected)
    ImportRow.objects.bulk_create(tally.take_rows())
    for start in range(0, len(reading.records), BATCH):
        batch = reading.records[start : start + BATCH]
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            tally.add(run, write_batch(batch, now=now))
            ImportRow.objects.bulk_create(tally.take_rows())
            run.done = len(reading.rejected) + start + len(batch)
            run.save(update_fields=["done"])
        if progress:
            progress(run.done, run.total)
    return tally
