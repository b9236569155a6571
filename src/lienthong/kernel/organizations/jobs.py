"""Work of organizations done by the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services.apply_import import carry_out_import
from .services.reorganization.run_plan import run_plan


@app.task(name="organizations.import", queue="imports", retry=RetryStrategy(max_attempts=3, wait=30))
def import_agencies(*, run_id: int, **_unknown: object) -> None:
    """Apply a list of agencies; a repeated job finds it done."""
    carry_out_import(run_id=run_id, now=timezone.now())


@app.task(name="organizations.reorganize", queue="imports", retry=RetryStrategy(max_attempts=5, wait=30))
def reorganize(*, plan_id: int, **_unknown: object) -> None:
    """Execute a plan of reorganisation; a repeated job goes on with the lines that are not done."""
    run_plan(plan_id=plan_id, now=timezone.now())
