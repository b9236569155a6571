"""GET never writes: every address without parameters is visited as several people under a guard."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.support.reading import reading_only, writes
from tests.support.roles import ROLES, client_of
from tests.support.routes import list_routes


def readable_paths() -> list[str]:
    """Return the addresses that can be visited without knowing a record."""
    return sorted({route.path for route in list_routes() if not route.has_parameters})


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_reading_never_writes(role: str) -> None:
    client = client_of(role=role, today=date(2026, 11, 23))
    client.raise_request_exception = False
    visits = {path: outcome_of(lambda path=path: client.get(path)) for path in readable_paths()}
    assert {path: outcome for path, outcome in visits.items() if outcome} == {}


def outcome_of(visit: Callable[[], Any]) -> str:
    """Return what was wrong with a visit, or nothing; a page may refuse the visitor, but not write or fail."""
    with reading_only() as written:
        response = visit()
    if written:
        return f"wrote: {written[0]}"
    return f"failed: {response.status_code}" if response.status_code >= 500 else ""


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1", False),
        ("SELECT id FROM dossier FOR UPDATE", False),
        ("INSERT INTO dossier VALUES (1)", True),
        ('UPDATE "dossier" SET a = 1', True),
        ("WITH gone AS (DELETE FROM dossier RETURNING id) SELECT * FROM gone", True),
        ('INSERT INTO "accounts_session" VALUES (1)', False),
        # The named exception: who saw personal data is written down before it is shown (docs/decisions/0006).
        ("INSERT INTO audit_accessentry (at) VALUES (1)", False),
        ("DELETE FROM audit_accessentry", True),
    ],
)
def test_the_guard_knows_a_statement_that_writes(sql: str, expected: bool) -> None:
    assert writes(sql) is expected
