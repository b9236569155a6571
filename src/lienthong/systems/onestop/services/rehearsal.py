"""A rehearsal: the services run as ever, in a transaction that is taken back, and nothing leaves it.

Printing is part of it. Signing is not: no key of an officer or an agency signs what is invented, and a file is kept
outside the database, where nothing is taken back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_rehearsing: ContextVar[bool] = ContextVar("onestop_rehearsing", default=False)


def is_rehearsal() -> bool:
    """Tell whether what is done now will be taken back."""
    return _rehearsing.get()


@contextmanager
def rehearsal() -> Iterator[None]:
    """Take back everything that is written inside, whether it ends well or not."""
    token = _rehearsing.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _rehearsing.reset(token)
