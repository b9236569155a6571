"""A kept connection is looked at without a statement, and replaced when the server ended it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def begin_request() -> None:
    wrapper: Any = connection
    wrapper.close_if_unusable_or_obsolete()
    wrapper.health_check_enabled, wrapper.health_check_done = True, False


def server_process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """Return a connection of somebody else to the same database."""
    settings = connection.settings_dict
    address = psycopg.conninfo.make_conninfo(
        dbname=settings["NAME"], user=settings["USER"] or None, password=settings["PASSWORD"] or None,
        host=settings["HOST"] or None, port=settings["PORT"] or None,
    )  # fmt: skip
    with psycopg.connect(address, autocommit=True) as opened:
        yield opened


def last_statement(other: psycopg.Connection, process: int) -> str:
    row = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [process]).fetchone()
    assert row is not None
    return str(row[0])


def test_a_living_connection_costs_no_statement(other: psycopg.Connection) -> None:
    before = server_process()
    begin_request()
    assert connection.is_usable()
    assert last_statement(other, before) == "SELECT pg_backend_pid()"
    assert server_process() == before


def test_a_connection_that_the_server_ended_is_replaced(other: psycopg.Connection) -> None:
    before = server_process()
    other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    begin_request()
    assert not connection.is_usable()
    assert server_process() != before


def test_after_a_failure_the_server_is_asked(other: psycopg.Connection) -> None:
    process = server_process()
    connection.errors_occurred = True
    assert connection.is_usable()
    connection.errors_occurred = False
    assert last_statement(other, process) == "SELECT 1"


def test_a_connection_that_was_closed_here_is_not_usable() -> None:
    server_process()
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
