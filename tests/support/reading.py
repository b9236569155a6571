"""Proves that reading changes nothing: a guard on the connection that refuses statements which write."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = re.compile(
    r"^\s*(?:/\*.*?\*/\s*)?(?:WITH\b.*\b)?(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b", re.IGNORECASE | re.DOTALL
)
LOCKS = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?(?:UPDATE|SHARE)\b", re.IGNORECASE)
# A session that begins or is refreshed is kept by the framework, not by a page.
# That somebody saw personal data is kept while they see them: the one write of a page (docs/decisions/0006).
KEPT_BY_FRAMEWORK = re.compile(r'"accounts_session"|\bINTO audit_accessentry\b')


class WroteWhileReading(AssertionError):
    """A page that only shows something changed the database."""


def writes(sql: str) -> bool:
    """Return whether a statement changes rows, leaving aside sessions, the log of looks, and row locks of reads."""
    if KEPT_BY_FRAMEWORK.search(sql):
        return False
    return WRITES.search(LOCKS.sub("", sql)) is not None


@contextmanager
def reading_only() -> Iterator[list[str]]:
    """Refuse every statement that writes while the block lasts, and give the list of those refused.

    :raises WroteWhileReading: at the line that writes
    """
    refused: list[str] = []

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if writes(str(sql)):
            refused.append(str(sql)[:300])
            raise WroteWhileReading(refused[-1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield refused
