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

from lienthong.config.launch.program import PROJECT, VAR
from lienthong.config.launch.servers import Servers, web_command, worker_command
from tests.support import templates

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

    def start_web(self, *, workers: int = 2) -> None:
        """Start the web server, again after it was killed, and wait until it answers; one worker is there sooner."""
        self.servers.start("web", web_command(host=HOST, port=self.port, workers=workers), self.environment)
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


def server() -> str:
    """Return the address of the server of the tests."""
    return os.environ.get("DATABASE_URL") or (VAR / "postgres.url").read_text().strip()


def address_of(*, name: str) -> str:
    """Return the address of a database on the server of the tests."""
    parts = urlsplit(server())  # put together by hand: urlunsplit loses the slashes of an address without a host
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


@contextmanager
def separate_database(*, name: str) -> Iterator[str]:
    """Give the address of an empty database on the server of the tests; it is dropped afterwards."""
    templates.drop(name=name)
    templates.copy(of="template1", to=name)
    try:
        yield address_of(name=name)
    finally:
        templates.drop(name=name)


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
def _demonstration(environment: dict[str, str], *, folder: Path, build: tuple[str, ...]) -> Iterator[str]:
    name = f"lienthong_program_{secrets.token_hex(6)}"
    if secret := templates.copy_demonstration(build=build, to=name, folder=folder):
        environment.update(SECRET_KEY=secret, DATABASE_URL=address_of(name=name))
        try:
            yield environment["DATABASE_URL"]
        finally:
            templates.drop(name=name)
        return
    with separate_database(name=name) as database_url:
        environment["DATABASE_URL"] = database_url
        manage("migrate", "--verbosity", "0", environment=environment)
        manage("demo", "build", *build, environment=environment)
        yield database_url


@contextmanager
def run_program(
    *, folder: Path, build: tuple[str, ...] = ("--size", "small", "--seed", "7")
) -> Iterator[RunningProgram]:
    """Keep the program running on a database of its own, built by the demo, while the block lasts.

    :param folder: holds its files, keys and logs
    :param build: the options of `manage.py demo build`
    """
    environment = own_folder(folder=folder)
    with _demonstration(environment, folder=folder, build=build) as database_url:
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
