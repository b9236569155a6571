"""Work of numbering done by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="*/10 * * * *")
@app.task(name="numbering.expire_blocks", pass_context=False)
def expire_regularly(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Let reservations whose time is over expire."""
    services.expire_blocks(now=timezone.now())
