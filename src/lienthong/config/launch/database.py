"""Chooses the PostgreSQL server, looks at what is in it, and brings its tables up to date."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from .postgres import running
from .refusals import database_closed, database_newer, database_too_old, database_unreachable

OLDEST_MAJOR = 15


@contextmanager
def chosen_database(*, var: Path) -> Iterator[str]:
    """Give the address of the server to use: that of DATABASE_URL, or the embedded one while the block lasts.

    The embedded server's address stands in `postgres.url` meanwhile, for commands typed beside a running program.

    :raises CannotStart: the server cannot be reached, is too old or does not come up
    """
    if url := os.environ.get("DATABASE_URL"):
        check_server(url=url)
        yield url
        return
    address = var / "postgres.url"
    with running(data=var / "postgres") as server:
        address.write_text(server.url() + "\n")
        os.environ["DATABASE_URL"] = server.url()
        try:
            yield server.url()
        finally:
            address.unlink(missing_ok=True)


def check_server(*, url: str) -> None:
    """Make sure that a server answers at `url`, is new enough and lets us make tables.

    :raises CannotStart: it does not answer, is older than PostgreSQL 15, or its account may only look
    """
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            major = connection.info.server_version // 10000
            may_create = connection.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')").fetchone()
    except psycopg.ProgrammingError as error:
        # what the library says repeats the address, password included
        raise database_unreachable(reason="postgresql://…?") from error
    except (psycopg.Error, ValueError) as error:
        raise database_unreachable(reason=str(error).strip().splitlines()[0]) from error
    if major < OLDEST_MAJOR:
        raise database_too_old(version=major)
    if may_create is None or not may_create[0]:
        raise database_closed()


def unknown_migrations(*, recorded: set[tuple[str, str]], known: set[tuple[str, str]]) -> list[str]:
    """Return the recorded migrations that this version of the program does not have, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in recorded - known)


def migrate() -> None:
    """Bring the tables up to date.

    :raises CannotStart: a newer version of the program has already changed them
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    for migration in executor.loader.disk_migrations.values():
        known.update((app, name) for app, name in migration.replaces)
    names = unknown_migrations(recorded=set(executor.loader.applied_migrations), known=known)
    if names:
        raise database_newer(names=names)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
