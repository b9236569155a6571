"""Work of the catalogue done by the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services.start_import import run_import


@app.task(name="procedures.import", queue="imports", retry=RetryStrategy(max_attempts=3, wait=30))
def import_procedures(*, run_id: int, **_unknown: object) -> None:
    """Carry out one import; a repeated job starts it again and changes nothing that is already right."""
    run_import(run_id=run_id, now=timezone.now())
