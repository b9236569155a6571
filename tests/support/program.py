"""The real program for tests: granian and a worker, on a database of their own built by the demo."""

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from lienthong.config.launch.program import PROJECT, VAR
from lienthong.config.launch.servers import Servers, web_command, worker_command

HOST = "127.0.0.1"


@dataclass(frozen=True)
class RunningProgram:
    """A program that answers at `url`; its processes are in `servers`, its database at `database_url`."""

    url: str
    database_url: str
    environment: dict[str, str]
    servers: Servers
    port: int

    def manage(self, *arguments: str) -> str:
        """Run a management command against this program's database and return what it printed."""
        return manage(*arguments, environment=self.environment)

    def start_web(self) -> None:
        """Start the web server, again after it was killed, and wait until it answers."""
        self.servers.start("web", web_command(host=HOST, port=self.port), self.environment)
        self.servers.wait_until_ready(host=HOST, port=self.port)

    def start_worker(self) -> None:
        """Start the worker, again after it was killed."""
        self.servers.start("worker", worker_command(project=PROJECT), self.environment)


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def manage(*arguments: str, environment: dict[str, str]) -> str:
    """Run a management command with this environment; what it said is in the error when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def address_of(*, name: str) -> str:
    """Return the address of a database on the server of the tests."""
    server = os.environ.get("DATABASE_URL") or (VAR / "postgres.url").read_text().strip()
    parts = urlsplit(server)  # put together by hand: urlunsplit loses the slashes of an address without a host
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


@contextmanager
def separate_database(*, name: str) -> Iterator[str]:
    """Give the address of an empty database on the server of the tests; it is dropped afterwards."""
    server = os.environ.get("DATABASE_URL") or (VAR / "postgres.url").read_text().strip()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield address_of(name=name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def own_folder(*, folder: Path) -> dict[str, str]:
    """Prepare a `var` folder that shares the built assets, and return the environment that points to it."""
    folder.mkdir(parents=True, exist_ok=True)
    for shared in ("assets", "static"):
        (VAR / shared).mkdir(parents=True, exist_ok=True)
        (folder / shared).symlink_to(VAR / shared, target_is_directory=True)
    return {
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.dev",
        "LIENTHONG_VAR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(50),
    }


@contextmanager
def run_program(
    *, folder: Path, build: tuple[str, ...] = ("--size", "small", "--seed", "7")
) -> Iterator[RunningProgram]:
    """Keep the program running on a database of its own, built by the demo, while the block lasts.

    :param folder: holds its files, keys and logs
    :param build: the options of `manage.py demo build`
    """
    environment = own_folder(folder=folder)
    with separate_database(name=f"lienthong_program_{secrets.token_hex(6)}") as database_url:
        environment["DATABASE_URL"] = database_url
        manage("migrate", "--verbosity", "0", environment=environment)
        manage("demo", "build", *build, environment=environment)
        servers = Servers(project=PROJECT, log_dir=folder / "log", run_dir=folder / "run")
        port = free_port()
        url = environment["PUBLIC_BASE_URL"] = f"http://{HOST}:{port}"
        program = RunningProgram(
            url=url, database_url=database_url, environment=environment, servers=servers, port=port
        )
        try:
            program.start_web()
            program.start_worker()
            yield program
        finally:
            servers.stop()
