"""Starts web server and worker, watches them, and ends them without leaving a process."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from .refusals import address_unusable, port_invalid, port_taken, stage_failed

READY_SECONDS = 60
STOP_SECONDS = 20


def read_port(text: str) -> int:
    """Return the port that a setting names.

    :raises CannotStart: it names none
    """
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise port_invalid(text=text)
    return int(text)


def check_port(*, host: str, port: int) -> None:
    """Make sure that the program may listen there and nobody else does.

    :raises CannotStart: the port is taken, or the system does not give it
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise port_taken(port=port) from error
            raise address_unusable(host=host, port=port, reason=error.strerror or str(error)) from error


def web_command(*, host: str, port: int, workers: int = 2) -> list[str]:
    """Return the command of the web server."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    return [*command, "lienthong.config.wsgi:application"]


def worker_command(*, project: Path) -> list[str]:
    """Return the command of the background worker."""
    return [sys.executable, str(project / "manage.py"), "procrastinate", "worker"]


def birth_of(pid: int) -> str:
    """Return when a process was born, as the system counts; empty when it does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Servers:
    """The processes of one running program; `run_dir` keeps their numbers for `make stop`."""

    def __init__(self, *, project: Path, log_dir: Path, run_dir: Path) -> None:
        self.project = project
        self.log_dir = log_dir
        self.run_dir = run_dir
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
        """Start one process in a session of its own; what it prints goes to `<name>.log`."""
        for folder in (self.log_dir, self.run_dir):
            folder.mkdir(parents=True, exist_ok=True)
        with (self.log_dir / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603  the commands are ours
                command,
                cwd=self.project,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        self.processes[name] = process
        (self.run_dir / f"{name}.pid").write_text(f"{process.pid} {birth_of(process.pid)}")

    def wait_until_ready(self, *, host: str, port: int) -> None:
        """Wait until the web server answers.

        :raises CannotStart: a process ended, or there is no answer within a minute
        """
        deadline = time.monotonic() + READY_SECONDS
        while not answers(host=host, port=port):
            if self.ended() or time.monotonic() > deadline:
                raise stage_failed(what=self.ended() or "web", log=self.log_dir / f"{self.ended() or 'web'}.log")
            time.sleep(0.1)

    def ended(self) -> str:
        """Return the name of a process that has ended by itself, or an empty text."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), "")

    def watch(self, *, until: threading.Event) -> None:
        """Wait until asked to end.

        :raises CannotStart: one of the processes ended by itself
        """
        while not until.wait(0.5):
            if name := self.ended():
                raise stage_failed(what=name, log=self.log_dir / f"{name}.log")

    def stop(self) -> None:
        """End all processes with their children and wait until they are gone."""
        for process in self.processes.values():
            end_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for name, process in self.processes.items():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            end_group(process.pid, signal.SIGKILL)
            process.wait()
            (self.run_dir / f"{name}.pid").unlink(missing_ok=True)
        self.processes.clear()


def answers(*, host: str, port: int) -> bool:
    """Return whether a web server answers at this address."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def end_group(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process and all its children."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def end_recorded(*, run_dir: Path, name: str, wait_seconds: float = STOP_SECONDS, group: bool = True) -> bool:
    """End the process recorded under `name` if it still is that process; return whether there was one."""
    record = run_dir / f"{name}.pid"
    if not record.exists():
        return False
    number, _, birth = record.read_text().partition(" ")
    pid = int(number)
    same: Callable[[], bool] = lambda: bool(birth) and birth_of(pid) == birth  # noqa: E731
    found = same()
    if found:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + wait_seconds
        while same() and time.monotonic() < deadline:
            time.sleep(0.05)
        if group:
            end_group(pid, signal.SIGKILL)
    record.unlink(missing_ok=True)
    return found
