"""Asking for an import that a worker carries out."""

import zlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted

from ..contracts import ImportReport, RunState, UnreadableSource
from ..models import ImportFile, ImportRun
from ..policy import MANAGE
from ..rules import SourceFile
from ..rules.values import printable
from .import_catalogue import carry_out

MAX_UPLOAD_BYTES = 64 * 1024 * 1024


def start_import(*, files: Sequence[SourceFile], actor: Actor, now: datetime) -> int:
    """Register an import and hand it to a worker, in one transaction.

    :returns: the number of the run, under which progress and report are shown
    :raises UnreadableSource: no file, or together too large
    :raises NotPermitted: the actor does not manage the catalogue
    """
    from ..jobs import import_procedures

    if not actor.may(MANAGE):
        raise NotPermitted(_("You may not manage the catalogue of procedures."))
    if not files:
        raise UnreadableSource(_("Choose at least one JSON or ZIP file."))
    if sum(len(each.content) for each in files) > MAX_UPLOAD_BYTES:
        raise UnreadableSource(
            _("The files are larger than %(limit)s MB together. Send them in parts.")
            % {"limit": MAX_UPLOAD_BYTES // 1024**2}
        )
    with transaction.atomic():
        run = ImportRun.objects.create(
            source=printable(", ".join(each.name for each in files), 500),
            started_by_id=actor.user_id,
            started_by_name=actor.name,
            started_at=now,
        )
        ImportFile.objects.bulk_create(
            [ImportFile(run=run, name=printable(each.name), content=zlib.compress(each.content, 1)) for each in files]
        )
        import_procedures.configure(lock="procedures.import").defer(run_id=run.pk)
    return run.pk


def run_import(*, run_id: int, now: datetime) -> ImportReport | None:
    """Carry out a registered import; asked again after the end, it does nothing."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.state == RunState.DONE.value:
        return None
    files = [SourceFile(each.name, zlib.decompress(each.content)) for each in run.files.order_by("pk")]
    report = carry_out(run=run, files=files, now=now)
    run.files.all().delete()
    return report
