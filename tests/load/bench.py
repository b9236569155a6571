"""`make bench`: prints the table of figures that docs/performance.md keeps."""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lienthong.config.launch.postgres import running
from lienthong.config.launch.program import VAR
from lienthong.config.launch.servers import end_group
from tests.support.program import RunningProgram, run_program

from .due_dates import due_date_rows
from .life_cycle import Office
from .limit import bare_act_seconds
from .page_life import PageOffice
from .people import Person
from .processor import postmaster_of, server_seconds, session_seconds
from .reader import Reader
from .weights import page_weights

PROJECT = Path(__file__).resolve().parents[2]
WARM_UP, ROUNDS = 5, 30
Rows = list[tuple[str, str]]
PARTS = (
    "accounts", "forms", "process_steps", "organizations", "signatures", "bulk_signing", "papers", "uploads",
    "numbering", "notifications", "events", "audit", "search",
)  # fmt: skip


def main() -> None:
    """Measure on a demonstration of its own and print a Markdown table; words name the only parts to measure."""
    parts = _parts()
    wanted = sys.argv[1:] or list(parts)
    if unknown := set(wanted) - set(parts):
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    failed = []
    with _server(), tempfile.TemporaryDirectory() as folder, run_program(folder=Path(folder)) as program:
        print("| measure | figure |\n| --- | --- |", flush=True)
        for part in wanted:
            try:
                rows = parts[part](program)
            except subprocess.CalledProcessError:  # it has said why
                failed.append(part)
                continue
            for name, figure in rows:
                print(f"| {name} | {figure} |", flush=True)
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


def _parts() -> dict[str, Callable[[RunningProgram], Rows]]:
    """Return what is measured, by name, in the order of the table."""
    printed = {part: partial(_alone, part=part) for part in PARTS}
    first = {"life_cycle": _life_cycle, "pages": _by_pages, "statements": _statements, "weights": _weights}
    return {**first, "bulk": _bulk, "policy": _policy, "due_dates": lambda _program: due_date_rows(), **printed}


@contextmanager
def _server() -> Iterator[None]:
    """Keep a PostgreSQL running while the block lasts: that of DATABASE_URL, or an embedded one that writes safely."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with running(data=VAR / "bench" / "postgres") as server:
        os.environ["DATABASE_URL"] = server.url()
        yield


@dataclass(frozen=True)
class Spent:
    """What one case took on average: seconds by the clock, and of the processor by who used it."""

    lasted: float
    web: float
    worker: float
    database: float


def _spend(program: RunningProgram, run_case: Callable[[], object]) -> Spent:
    """Carry cases through, one after another, when the program has warmed up, and return what one takes."""
    for _ in range(WARM_UP):
        run_case()
    web, worker = (program.servers.processes[name].pid for name in ("web", "worker"))
    server = postmaster_of(program.database_url)

    def used() -> tuple[float, ...]:
        return time.perf_counter(), session_seconds(web), session_seconds(worker), server_seconds(server)

    before = used()
    for _ in range(ROUNDS):
        run_case()
    return Spent(*((after - begin) / ROUNDS for begin, after in zip(before, used(), strict=True)))


def _life_cycle(program: RunningProgram) -> list[tuple[str, str]]:
    office = Office.open(program.url)
    spent = _spend(program, office.run_case)
    bare = bare_act_seconds(program.database_url)
    median = {name: statistics.median(seconds[WARM_UP:]) for name, seconds in office.seconds.items()}
    return [
        ("life cycles per second, one client", f"{1 / spent.lasted:.1f}"),
        ("life cycles per second, four clients", f"{_together(program, clients=4):.1f}"),
        ("CPU of a life cycle: program; worker; database", _figures(spent)),
        *((f"p50 of “{name}”", f"{1000 * seconds:.1f} ms") for name, seconds in median.items()),
        ("bare limit of an act (same writes, plain SQL)", f"{1000 * bare:.2f} ms"),
        ("“complete” against the bare limit", f"{median['complete'] / bare:.1f} ×"),
    ]


def _by_pages(program: RunningProgram) -> list[tuple[str, str]]:
    with ExitStack() as sessions:
        office = PageOffice.open(lambda name: Reader(sessions.enter_context(Person(program.url, name)).send))
        spent = _spend(program, office.run_case)
    return [
        ("counter to result by pages, per second, one person after another", f"{1 / spent.lasted:.1f}"),
        ("CPU of counter to result by pages: program; worker; database", _figures(spent)),
    ]


def _figures(spent: Spent) -> str:
    return "; ".join(f"{seconds:.3f} s" for seconds in (spent.web, spent.worker, spent.database))


def _together(program: RunningProgram, *, clients: int) -> float:
    offices = [Office.open(program.url) for _ in range(clients)]
    each = ROUNDS // 2

    def work(office: Office) -> None:
        for _ in range(each):
            office.run_case()

    threads = [threading.Thread(target=work, args=(office,)) for office in offices]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients * each / (time.perf_counter() - begin)


def _statements(program: RunningProgram) -> list[tuple[str, str]]:
    counts: dict[str, dict[str, int]] = _printed(program, "statements")
    acts, pages = counts["acts"], counts["pages"]
    return [
        ("SQL statements of a life cycle of ten requests", str(sum(acts.values()))),
        *((f"SQL statements of “{name}”", str(count)) for name, count in acts.items()),
        *((f"SQL statements of the page {name}", str(count)) for name, count in pages.items()),
    ]


def _bulk(program: RunningProgram) -> list[tuple[str, str]]:
    figures: dict[str, dict[str, float]] = _printed(program, "bulk")
    return [
        (f"bulk run of “{act}”: subjects a second; tried out", f"{pace['done']:.0f}; {pace['dry_run']:.0f}")
        for act, pace in figures.items()
    ]


def _policy(program: RunningProgram) -> list[tuple[str, str]]:
    asked: dict[str, dict[str, float]] = _printed(program, "policy")
    return [
        (f"policy on 1,000,000 rows, {what} for {reach}", f"{figure:.0f} ms, {figure / medians['without']:.2f} ×")
        for what, medians in asked.items()
        for reach, figure in medians.items()
    ]


def _alone(program: RunningProgram, part: str) -> Rows:
    """Measure a part whose jobs nobody else is to take: the worker of the program rests meanwhile."""
    worker = program.servers.processes["worker"]
    end_group(worker.pid, signal.SIGTERM)
    worker.wait()
    try:
        rows: Rows = _printed(program, part)
    finally:
        program.start_worker()
    return rows


def _printed(program: RunningProgram, part: str) -> Any:
    """Run a part of the bench as a program of its own, on the same database, and return what it printed as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.load.{part}"],
        cwd=PROJECT,
        env={**os.environ, **program.environment, "PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _weights(program: RunningProgram) -> list[tuple[str, str]]:
    return [(f"first load of {name}, compressed", f"{weight / 1000:.0f} kB") for name, weight in page_weights(program)]


if __name__ == "__main__":
    main()
