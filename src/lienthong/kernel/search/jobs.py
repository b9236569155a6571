"""Work of search done by the worker."""

from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="* * * * *")
@app.task(name="search.learn_words", queue="search", pass_context=False, queueing_lock="search.learn_words")
def learn_every_minute(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Take the words of entries written lately into the vocabulary."""
    services.learn_words()


@app.periodic(cron="20 3 * * *")
@app.task(name="search.recount_words", queue="search", pass_context=False, queueing_lock="search.recount_words")
def recount_every_night(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Count the vocabulary anew."""
    services.recount_words()
