"""The database wrapper of the program; Django finds it by the name of this module."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that asks the server whether it lives only where there is reason to doubt it."""

    connection: Any

    def is_usable(self) -> bool:
        """Return whether the next statement can be sent over this connection.

        Django asks at the beginning of each request, by a statement of its own. A server or pooler that ended a
        connection has left word on its socket, so silence means life; where anything waits there, or something
        failed before, the statement is sent.
        """
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        if self.errors_occurred or _has_word(self.connection.fileno()):
            return super().is_usable()
        return True


def _has_word(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))
