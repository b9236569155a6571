"""Work of files done by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.task(name="files.work", queue="files")
def work_on_file(*, work_id: int, **_unknown: object) -> None:
    """Make a scan searchable, or pages of an Office file; a repeated job begins anew where nothing is done yet."""
    services.run_work(work_id=work_id, clock=timezone.now)


@app.periodic(cron="23 * * * *")
@app.task(name="files.sweep_uploads", queueing_lock="files.sweep_uploads", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remove every hour what nobody went on sending."""
    services.sweep_uploads(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="files.scan_waiting", queueing_lock="files.scan_waiting", pass_context=False)
def scan_waiting(timestamp: int) -> None:  # noqa: ARG001  see above
    """Look every minute at what was taken in while the scanner was silent."""
    services.scan_waiting(now=timezone.now())
