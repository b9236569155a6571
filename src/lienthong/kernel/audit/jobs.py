"""Work of audit done by the worker."""

from dataclasses import dataclass

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services import close_days, remove_looks, run_check, stamp_days

REMOVE_SECONDS = 120


@dataclass(frozen=True)
class _Program:
    """The program itself, as the history names it."""

    name: str = "audit"
    user_id: int | None = None
    position: str = ""
    agency_id: int | None = None
    agency_name: str = ""
    on_behalf_of: str = ""


# Each hour, so that a day whose transactions were still open, or whose stamp failed, does not wait for the next night.
@app.periodic(cron="15 * * * *")
@app.task(name="audit.close", queueing_lock="audit.close", pass_context=False)
def close(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Close the days that are over, and stamp those that have no stamp."""
    close_days(now=timezone.now())
    stamp_days(now=timezone.now())


@app.periodic(cron="40 1 * * *")
@app.task(name="audit.remove_looks", queueing_lock="audit.remove_looks", pass_context=False)
def remove(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remove looks whose time is over, two minutes' work a night."""
    remove_looks(actor=_Program(), now=timezone.now(), seconds=REMOVE_SECONDS)


@app.task(name="audit.check", queue="audit", retry=RetryStrategy(max_attempts=3, wait=30))
def check(*, check_id: int) -> None:
    """Check the chain, as somebody asked for on screen."""
    run_check(check_id=check_id, clock=timezone.now)
