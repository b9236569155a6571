"""Work of queues done by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lienthong.kernel.acts.contracts import Actor

from . import services


@app.periodic(cron="10 17 * * *")  # the queue's clock is UTC: ten past midnight here
@app.task(name="queues.close_day", queueing_lock="queues.close_day", pass_context=False)
def close_the_day(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """End what was left open yesterday, and forget the telephones."""
    services.close_day(actor=Actor.system("queues"), now=timezone.now())
