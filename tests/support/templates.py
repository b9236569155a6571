"""Databases that are made once a suite and copied by the server: the tables alone, and the tables with the demo.

The controller of a parallel suite makes the first while its processes collect the tests; whoever needs the second
first makes it while the others wait. Their names travel to the processes of the suite by the environment.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

NAMED = "LIENTHONG_TEST_TEMPLATE"
FOLDER = "LIENTHONG_TEST_TEMPLATE_FOLDER"


@contextmanager
def templates(*, folder: Path) -> Iterator[Callable[[], object]]:
    """Make the tables once, name them in the environment, and drop all that was copied from or beside them.

    :param folder: where the files of the demonstration lie meanwhile
    :returns: waits until the tables are made; nobody copies them before
    """
    from tests.support.program import manage, own_folder, separate_database

    name = f"lienthong_tables_{secrets.token_hex(6)}"
    with separate_database(name=name) as address, ThreadPoolExecutor(max_workers=1) as beside:
        environment = {**own_folder(folder=folder / "var"), "DATABASE_URL": address}
        made = beside.submit(manage, "migrate", "--verbosity", "0", environment=environment)
        os.environ.update({NAMED: name, FOLDER: str(folder)})
        try:
            yield made.result
        finally:
            for key in (NAMED, FOLDER):
                del os.environ[key]
            for kept in folder.glob("*.built"):
                drop(name=kept.stem)


def tables() -> str:
    """Return the name of the database that holds the tables and no rows; empty outside a parallel suite."""
    return os.environ.get(NAMED, "")


def copy_demonstration(*, build: tuple[str, ...], to: str, folder: Path) -> str | None:
    """Copy the demonstration built with these options, with its files, and return the secret of its program.

    :param to: the name of the database to make
    :param folder: where the files go
    :returns: None outside a parallel suite, where nothing is copied
    """
    if not tables():
        return None
    room = Path(os.environ[FOLDER])
    name = f"{tables()}_{'_'.join(build).replace('-', '')}"
    kept = room / f"{name}.built"
    with (room / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.is_dir():
            _build(name=name, build=build, folder=kept)
    copy(of=name, to=to)
    for part in ("files", "keys"):
        shutil.copytree(kept / part, folder / part)
    return (kept / "secret").read_text()


def _build(*, name: str, build: tuple[str, ...], folder: Path) -> None:
    from tests.support.program import address_of, manage, own_folder

    copy(of=tables(), to=name)
    making = folder.with_suffix(".making")
    environment = own_folder(folder=making)
    manage("demo", "build", *build, environment={**environment, "DATABASE_URL": address_of(name=name)})
    (making / "secret").write_text(environment["SECRET_KEY"])
    making.rename(folder)


def copy(*, of: str, to: str) -> None:
    """Make a database as a copy of another one to which nobody is connected."""
    from tests.support.program import server

    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(to), sql.Identifier(of))
        )


def drop(*, name: str) -> None:
    """Drop a database, whoever is connected to it."""
    from tests.support.program import server

    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
