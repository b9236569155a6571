"""Work of accounts done by the worker."""

from procrastinate.contrib.django import app

from .services import remove_expired_tokens
from .sessions import SessionStore


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.remove_expired_sessions", pass_context=False)
def remove_expired_sessions(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remove every night the sessions whose time is over."""
    SessionStore.clear_expired()


@app.periodic(cron="23 3 * * *")
@app.task(name="accounts.remove_expired_tokens", pass_context=False)
def remove_old_tokens(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remove every night the tokens whose time is over."""
    remove_expired_tokens()
