"""A program on a database server of its own whose processes are killed and brought back."""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import psycopg

from lienthong.config.launch.postgres import EmbeddedPostgres, running
from lienthong.config.launch.refusals import CannotStart
from lienthong.config.launch.servers import birth_of
from tests.support.program import RunningProgram, run_program
from tests.support.waiting import wait_for

from .province import now
from .trial import Trial

# The kill falls at another place of all the work each time.
LATEST_KILL = 0.25


@dataclass
class Ordeal:
    """A program that is killed again and again, and the work that must survive it."""

    server: EmbeddedPostgres
    program: RunningProgram
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)

    def go_through(self, target: str, trials: Sequence[Trial]) -> None:
        """Let work go on, kill one process in the middle of it, bring it back, and count."""
        for trial in trials:
            trial.begin()
        threading.Event().wait(self.chance.uniform(0.0, LATEST_KILL))
        self._killers()[target]()
        self.kills[target] += 1
        for trial in trials:
            trial.resume()
        self.check(trials)

    def check(self, trials: Sequence[Trial]) -> None:
        """Count all that is there, as it stands at one moment; a difference ends the ordeal."""
        with psycopg.connect(self.program.database_url) as database:
            database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            for trial in trials:
                trial.check(database)

    def _killers(self) -> dict[str, Callable[[], None]]:
        return {"worker": self._kill_worker, "web": self._kill_web, "database": self._kill_database}

    def _kill_worker(self) -> None:
        """Kill the worker and start another, which takes up what the dead one held."""
        self._kill("worker")
        self._start_worker()

    def _kill_web(self) -> None:
        """Kill the web server with its children and start it again."""
        self._kill("web")
        self.program.start_web(workers=1)

    def _kill_database(self) -> None:
        """Kill the database server with all its children, as a machine that loses power; start it and what fell."""
        from django.db import connection

        postmaster = self.server.running_pid() or 0
        births = {pid: birth_of(pid) for pid in _children(postmaster)}
        os.kill(postmaster, signal.SIGKILL)
        for pid in births:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not any(birth and birth_of(pid) == birth for pid, birth in births.items()))
        wait_for(self._database_starts, seconds=120)
        with suppress(Exception):  # the connection that died can only be thrown away
            connection.close()
        self._kill_worker()

    def _database_starts(self) -> bool:
        """Start the database server; one of the dead may still hold its memory for a moment."""
        with suppress(CannotStart):
            self.server.start()
            return True
        return False

    def _kill(self, name: str) -> None:
        """Kill a process of the program with its children."""
        process = self.program.servers.processes[name]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _start_worker(self) -> None:
        """Start a worker once the dead one counts as dead, as after a minute of silence; leases have ended by then."""
        from lienthong.kernel.notifications.models import Message
        from tests.support.worker import let_an_hour_pass

        Message.objects.filter(state="sending").update(lease_until=now())
        let_an_hour_pass()
        self.program.start_worker()


@contextmanager
def ordeal(*, folder: Path, seed: int, settings: dict[str, str]) -> Iterator[Ordeal]:
    """Give a program on a database server of its own; this process sees the same database.

    :param settings: what more stands in the environment of the program
    """
    with (
        running(data=folder / "postgres") as server,
        patch.dict(os.environ, {**settings, "DATABASE_URL": server.url()}),
        run_program(folder=folder / "var") as program,
        patch.dict(os.environ, program.environment),
    ):
        yield Ordeal(server, program, random.Random(seed))  # noqa: S311  not secret


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
