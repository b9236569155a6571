"""Work of forms done by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import remove_old


@app.periodic(cron="41 3 * * *")
@app.task(name="forms.remove_old", queueing_lock="forms.remove_old", pass_context=False)
def remove_old_answers(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Delete every night the drafts and trial filings that nobody goes on with."""
    remove_old(now=timezone.now())
