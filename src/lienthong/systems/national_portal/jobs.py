"""Work of the interface to the Portal done by the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import services

# What no job is on the way for, such as after a worker died, is looked for so often.
LOOK = "*/5 * * * *"


@app.task(name="national_portal.send", queue="national_portal", retry=RetryStrategy(max_attempts=5, wait=60))
def send(*, number: str) -> None:
    """Tell the Portal of one dossier; the lock of the job keeps its jobs in line."""
    services.send_dossier(number=number, clock=timezone.now)


@app.task(name="national_portal.process", queue="national_portal", retry=RetryStrategy(max_attempts=5, wait=60))
def process(*, portal_code: str) -> None:
    """Do what the Portal pushed under one of its codes; the lock of the job keeps its jobs in line."""
    services.process_acts(portal_code=portal_code, clock=timezone.now)


@app.periodic(cron=LOOK)
@app.task(name="national_portal.look", queueing_lock="national_portal.look", pass_context=False)
def look(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Ask for jobs for what is due."""
    services.ask_for_due(now=timezone.now())


@app.periodic(cron="40 23,0-3 * * *")
@app.task(name="national_portal.compare", queueing_lock="national_portal.compare", pass_context=False)
def compare(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Hold the days that ended against the Portal's lists, early in the morning (the clock is that of UTC)."""
    services.compare_days(now=timezone.now())
