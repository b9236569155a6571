"""kill -9 of web server, worker and database in the middle of acts and of a bulk run, a hundred times.

After every kill all that each transaction wrote together is counted again: lines, history and steps of the bulk runs;
dossiers with their steps, papers, history and event, each sent twice with one key. On a program and a database server
of its own: `python -m tests.load.kills [rounds]`.
"""

import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg

from lienthong.config.launch.postgres import EmbeddedPostgres, running
from lienthong.config.launch.refusals import CannotStart
from lienthong.config.launch.servers import birth_of
from tests.support.program import RunningProgram, run_program

from .life_cycle import ANSWERS, PROCEDURE
from .people import Person

ROUNDS, SUBJECTS, LONGEST_WAIT = 100, 300, 90
TARGETS = ("worker", "web", "database")
CLAIM, RELEASE = "onestop.step.claim", "onestop.step.release"
LINES = """
SELECT count(*) FILTER (WHERE i.state = 'done'), count(*),
       (SELECT count(*) FROM audit_historyentry h WHERE h.act = r.act AND h.data->>'bulk' = r.uuid::text),
       (SELECT count(DISTINCT h.subject_key) FROM audit_historyentry h
        WHERE h.act = r.act AND h.data->>'bulk' = r.uuid::text)
FROM acts_bulkrun r JOIN acts_bulkitem i ON i.run_id = r.id GROUP BY r.id
"""
HELD = """
SELECT count(*) FROM processes_workitem w WHERE w.subject_key = ANY(%s) AND w.completed_at IS NULL
AND (w.assignee_id IS NOT NULL) <> (
  SELECT count(*) FILTER (WHERE h.act = 'onestop.step.claim') > count(*) FILTER (WHERE h.act = 'onestop.step.release')
  FROM audit_historyentry h WHERE h.subject_key = w.subject_key AND h.data ? 'bulk')
"""
FILED = """
SELECT d.number, count(DISTINCT w.id), count(DISTINCT p.id), count(DISTINCT h.id), count(DISTINCT e.id)
FROM onestop_dossier d
LEFT JOIN processes_workitem w ON w.subject_key = d.number
LEFT JOIN onestop_dossierpaper p ON p.dossier_id = d.id
LEFT JOIN audit_historyentry h ON h.subject_key = d.number
LEFT JOIN events_outboxevent e ON e.subject = d.number AND e.type LIKE '%%accepted%%'
WHERE d.owner_id = %s GROUP BY d.number
"""


@dataclass
class Ordeal:
    """A program that is killed again and again, and what it must have done by now."""

    server: EmbeddedPostgres
    program: RunningProgram
    desk: Person
    party: int
    subjects: list[str]
    chance: random.Random
    filed: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)

    def go_through(self, target: str) -> None:
        """Let work go on, kill one process in the middle of it, bring it back, and count."""
        self.keep_busy()
        key = f"kill-{len(self.filed)}"
        sender = threading.Thread(target=lambda: _suppressed(lambda: self.file(key)))
        sender.start()
        # The kill falls at another place of the request and of the run each time.
        threading.Event().wait(self.chance.uniform(0.0, 0.25))
        getattr(self, f"kill_{target}")()
        self.kills[target] += 1
        sender.join()
        # Twice, as one does who got no answer: the key makes them one.
        self.filed += list({self.retry(key), self.retry(key)})
        self.check()

    def file(self, key: str) -> str:
        """File a dossier at the counter and return its number."""
        body = {
            "package": PROCEDURE, "case": "chinh-chu", "owner": self.party, "submitter": self.party,
            "answers": ANSWERS, "papers": [{"code": "GT-01"}, {"code": "GT-02"}],
        }  # fmt: skip
        headers = {"X-CSRFToken": self.desk.client.cookies["csrftoken"], "Idempotency-Key": key}
        answer = self.desk.client.post("/api/v1/dossiers", json=body, headers=headers)
        answer.raise_for_status()
        return str(answer.json()["number"])

    def retry(self, key: str) -> str:
        """File until there is an answer; connections that died with a process are tried again."""
        found: list[str] = []

        def sent() -> bool:
            with suppress(httpx.HTTPError):
                found.append(self.file(key))
            return bool(found)

        wait_until(sent, "the web server answers again")
        return found[0]

    def keep_busy(self) -> None:
        """Have a bulk run under way: the steps taken, then given back, then taken again."""
        from lienthong.kernel.acts import services as acts
        from lienthong.kernel.acts.contracts import BulkState, Picked
        from lienthong.kernel.acts.models import BulkRun
        from lienthong.kernel.processes import queries as processes

        last = BulkRun.objects.order_by("-pk").first()
        if last is not None and last.state == BulkState.RUNNING:
            return
        act = RELEASE if last is not None and last.act == CLAIM else CLAIM
        steps = processes.open_steps_of(subject_type="onestop.dossier", subject_keys=self.subjects)
        picked = (Picked(number, {"work_item_id": step}) for number, (step,) in steps.items())
        officer, now = _officer("hotich"), _now()
        uuid = acts.propose_bulk(act=act, picked=picked, inputs={}, actor=officer, now=now)
        acts.start_bulk(uuid=uuid, actor=officer, now=now)

    def kill_worker(self) -> None:
        """Kill the worker and start another, which takes up what the dead one held."""
        self.kill("worker")
        self.start_worker()

    def kill_web(self) -> None:
        """Kill the web server with its children and start it again."""
        self.kill("web")
        self.program.start_web()

    def kill_database(self) -> None:
        """Kill the database server with all its children, as a machine that loses power; start it and what fell."""
        from django.db import connection

        postmaster = self.server.running_pid() or 0
        births = {pid: birth_of(pid) for pid in _children(postmaster)}
        os.kill(postmaster, signal.SIGKILL)
        for pid in births:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(birth and birth_of(pid) == birth for pid, birth in births.items()), "all are dead")
        wait_until(self.database_starts, "the database starts again")
        with suppress(Exception):  # the connection that died can only be thrown away
            connection.close()
        self.kill("worker")
        self.start_worker()

    def database_starts(self) -> bool:
        """Start the database server; one of the dead may still hold its memory for a moment."""
        with suppress(CannotStart):
            self.server.start()
            return True
        return False

    def kill(self, name: str) -> None:
        """Kill a process of the program with its children."""
        process = self.program.servers.processes[name]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def start_worker(self) -> None:
        """Start a worker once the dead one counts as dead, as after a minute of silence."""
        from datetime import timedelta

        from lienthong.kernel.events.services import rescue_work

        rescue_work(now=_now() + timedelta(hours=1))
        with psycopg.connect(self.program.database_url) as connection:
            connection.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
        self.program.start_worker()

    def check(self) -> None:
        """Count all that is there; a difference ends the ordeal."""
        with psycopg.connect(self.program.database_url) as connection:
            for done, lines, written, subjects in connection.execute(LINES).fetchall():
                assert (lines, done, done) == (SUBJECTS, written, subjects), (lines, done, written, subjects)
            wrong = connection.execute(HELD, [self.subjects]).fetchone()
            assert wrong == (0,), f"{wrong} steps are held otherwise than the history says"
            rows = connection.execute(FILED, [self.party]).fetchall()
        assert sorted(row[0] for row in rows) == sorted(self.filed), "a dossier is missing, or filed twice"
        assert {row[1:] for row in rows} == {(1, 2, 1, 1)}, {row[1:] for row in rows}

    def finish(self) -> dict[str, Any]:
        """Wait until the last run is done and every event told; return what was counted."""
        from lienthong.kernel.acts.contracts import BulkState
        from lienthong.kernel.acts.models import BulkRun

        wait_until(lambda: not BulkRun.objects.filter(state=BulkState.RUNNING).exists(), "the run is done")
        self.check()
        with psycopg.connect(self.program.database_url) as connection:
            done = connection.execute("SELECT count(*) FROM acts_bulkitem WHERE state = 'done'").fetchone()
            wrong = connection.execute("SELECT count(*) FROM acts_bulkitem WHERE state <> 'done'").fetchone()
        assert wrong == (0,), f"{wrong} subjects were not done"
        return {"kills": dict(self.kills), "bulk_acts": done and done[0], "filed": len(self.filed)}


@contextmanager
def ordeal(*, folder: Path, seed: int) -> Iterator[Ordeal]:
    """Give a program on a database server of its own, with dossiers whose first step waits."""
    with running(data=folder / "postgres") as server:
        before = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = server.url()
        try:
            with run_program(folder=folder / "var") as program, Person(program.url, "motcua") as desk:
                os.environ.update(program.environment)
                party = desk.post("/parties", {"name": "Trần Thử Lỗi", "number": "056091000002"})["id"]
                yield Ordeal(server, program, desk, party, _accept(SUBJECTS), random.Random(seed))  # noqa: S311  not secret
        finally:
            os.environ.pop("DATABASE_URL")
            if before is not None:
                os.environ["DATABASE_URL"] = before


def main() -> None:
    """Go through the rounds and print what was counted as JSON."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the account lent to the database server passes through it
        with ordeal(folder=Path(folder), seed=7) as found:
            for number in range(rounds):
                found.go_through(TARGETS[number % len(TARGETS)])
                print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
            print(json.dumps({**found.finish(), "seconds": round(time.monotonic() - begin)}))


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Look again and again until it is so."""
    deadline = time.monotonic() + LONGEST_WAIT
    while not condition():
        assert time.monotonic() < deadline, f"it did not come to pass that {what}"
        # A moment between two looks, not time for work.
        threading.Event().wait(0.05)


def _accept(number: int) -> list[str]:
    import django

    django.setup()
    from lienthong.kernel.organizations.contracts import PartyInfo, PartyKind
    from lienthong.kernel.organizations.models import Party
    from lienthong.systems.onestop import services
    from lienthong.systems.onestop.testing import draft_of

    row, desk = Party.objects.order_by("pk")[0], _officer("motcua")
    party = PartyInfo(row.pk, PartyKind(row.kind), row.name, row.number, None, "", "", "")
    draft = draft_of(PROCEDURE, party)
    return [services.accept_dossier(draft=draft, actor=desk, now=_now()).number for _ in range(number)]


def _officer(username: str) -> Any:
    from lienthong.kernel.accounts.models import User
    from lienthong.kernel.accounts.queries import actor_of

    return actor_of(User.objects.get(username=username), at=_now().date())


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _suppressed(request: Callable[[], object]) -> None:
    with suppress(httpx.HTTPError):
        request()


if __name__ == "__main__":
    main()
