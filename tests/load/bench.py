"""`make bench`: prints the table of figures that docs/performance.md keeps."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lienthong.config.launch.postgres import running
from lienthong.config.launch.program import VAR
from tests.support.program import RunningProgram, run_program

from .life_cycle import Office
from .limit import bare_act_seconds
from .processor import cpu_seconds
from .weights import page_weights

PROJECT = Path(__file__).resolve().parents[2]
WARM_UP, ROUNDS = 5, 30


def main() -> None:
    """Measure on a demonstration of its own and print a Markdown table."""
    with _server(), tempfile.TemporaryDirectory() as folder, run_program(folder=Path(folder)) as program:
        rows = [*_life_cycle(program), *_statements(program), *_weights(program)]
    print("| measure | figure |\n| --- | --- |")
    for name, figure in rows:
        print(f"| {name} | {figure} |")


@contextmanager
def _server() -> Iterator[None]:
    """Keep a PostgreSQL running while the block lasts: that of DATABASE_URL, or an embedded one that writes safely."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with running(data=VAR / "bench" / "postgres") as server:
        os.environ["DATABASE_URL"] = server.url()
        yield


def _life_cycle(program: RunningProgram) -> list[tuple[str, str]]:
    office = Office.open(program.url)
    for _ in range(WARM_UP):
        office.run_case()
    office.seconds.clear()
    web = program.servers.processes["web"].pid
    before = cpu_seconds(session=web), cpu_seconds(command="postgres")
    begin = time.perf_counter()
    for _ in range(ROUNDS):
        office.run_case()
    lasted = time.perf_counter() - begin
    after = cpu_seconds(session=web), cpu_seconds(command="postgres")
    program_cpu, database_cpu = ((after[i] - before[i]) / ROUNDS for i in (0, 1))
    bare = bare_act_seconds(program.database_url)
    median = {name: statistics.median(seconds) for name, seconds in office.seconds.items()}
    return [
        ("life cycles per second, one client", f"{ROUNDS / lasted:.1f}"),
        ("life cycles per second, four clients", f"{_together(program, clients=4):.1f}"),
        ("CPU of the program for a life cycle", f"{program_cpu:.3f} s"),
        ("CPU of the database and worker's queries beside it", f"{database_cpu:.3f} s"),
        *((f"p50 of “{name}”", f"{1000 * seconds:.1f} ms") for name, seconds in median.items()),
        ("bare limit of an act (same writes, plain SQL)", f"{1000 * bare:.2f} ms"),
        ("“complete” against the bare limit", f"{median['complete'] / bare:.1f} ×"),
    ]


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
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.statements"],
        cwd=PROJECT,
        env={**os.environ, **program.environment, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=True,
    )
    counts: dict[str, int] = json.loads(done.stdout)
    return [
        ("SQL statements of a life cycle of ten requests", str(sum(counts.values()))),
        *((f"SQL statements of “{name}”", str(count)) for name, count in counts.items()),
    ]


def _weights(program: RunningProgram) -> list[tuple[str, str]]:
    return [(f"first load of {name}, compressed", f"{weight / 1000:.0f} kB") for name, weight in page_weights(program)]


if __name__ == "__main__":
    main()
