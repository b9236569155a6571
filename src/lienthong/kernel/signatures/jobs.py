"""Work of signatures done by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services.certificates import watch_certificates


@app.periodic(cron="5 6 * * *")
@app.task(name="signatures.watch_certificates", pass_context=False)
def watch_every_morning(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Let certificates expire and warn their holders, every morning."""
    watch_certificates(now=timezone.now())
