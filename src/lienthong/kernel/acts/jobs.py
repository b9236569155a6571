"""Work of acts done by the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services.work_on_bulk import forget_unused, work_on_bulk


@app.task(name="acts.bulk", queue="bulk", retry=RetryStrategy(max_attempts=20, wait=5))
def work_on(*, run_id: int, **_unknown: object) -> None:
    """Go on with a bulk run; a repeated job finds done what is done."""
    work_on_bulk(run_id=run_id, clock=timezone.now)


@app.periodic(cron="17 3 * * *")
@app.task(name="acts.forget_unused", queueing_lock="acts.forget_unused", pass_context=False)
def forget(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remove every night what was tried out and never begun."""
    forget_unused(now=timezone.now())
