"""Work of the one-stop shop done by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import (
    remind_of_supplements,
    run_scenarios,
    stop_unanswered,
    tell_of_late_consultations,
    warn_of_filings,
)


@app.periodic(cron="35 * * * *")
@app.task(name="onestop.unanswered", queueing_lock="onestop.unanswered", pass_context=False)
def look_after_supplements(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remind, every hour, of supplements that are due, and end what was never answered."""
    remind_of_supplements(now=timezone.now())
    stop_unanswered(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="onestop.warn_filings", queueing_lock="onestop.warn_filings", pass_context=False)
def look_after_filings(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Warn, every ten minutes, of filings whose time to answer is half over."""
    warn_of_filings(now=timezone.now())


@app.periodic(cron="5-59/10 * * * *")
@app.task(name="onestop.late_consultations", queueing_lock="onestop.late_consultations", pass_context=False)
def look_after_consultations(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Tell, every ten minutes, of opinions that did not come in time, and take silence as the procedure says."""
    tell_of_late_consultations(now=timezone.now())


@app.task(name="onestop.tell_scenarios", queue="imports")
def tell_scenarios(*, run_id: int, **_unknown: object) -> None:
    """Run the scenarios of a package; a repeated job starts them again and keeps what it finds."""
    run_scenarios(run_id=run_id, now=timezone.now())
