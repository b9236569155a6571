"""`python -m lienthong.config.launch run|test|check|assets|stop`, behind the targets of the Makefile."""

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

import psycopg
from django.core.management import CommandError
from django.db import DatabaseError

from .checks import run_checks
from .postgres import EmbeddedPostgres
from .program import PROJECT, VAR, run_program
from .refusals import CannotStart, refusal_for_error
from .servers import end_recorded
from .suite import prepare_assets, run_suite


def stop_program() -> int:
    """End a program that runs in the background, or what a killed one left behind."""
    found = [end_recorded(run_dir=VAR / "run", name="launch", wait_seconds=60, group=False)]
    found += [end_recorded(run_dir=VAR / "run", name=name) for name in ("web", "worker")]
    for data in (VAR / "postgres", VAR / "test" / "postgres"):
        if data.exists():
            EmbeddedPostgres(data=data).stop()
    (VAR / "postgres.url").unlink(missing_ok=True)
    sys.stdout.write("Đã dừng · stopped\n" if any(found) else "Không có gì đang chạy · nothing was running\n")
    return 0


def dispatch(arguments: list[str]) -> int:
    """Do what the first argument names; return the exit code."""
    asked_to_end = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        if asked_to_end.is_set():
            return
        asked_to_end.set()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    name, *rest = arguments or ["run"]
    if name == "run":
        return run_program(until=asked_to_end)
    if name == "test":
        return run_suite(arguments=rest)
    if name == "check":
        return run_checks(names=rest)
    if name == "assets":
        return prepare_assets()
    return stop_program()


def main() -> int:
    """Run and turn refusals into one sentence and an exit code."""
    try:
        return dispatch(sys.argv[1:])
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
    except (OSError, CommandError, DatabaseError, psycopg.Error) as error:
        known = refusal_for_error(error=error, place=PROJECT)
        if known is None:
            raise
        sys.stderr.write(f"{known}\n")
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    os.chdir(Path(PROJECT))
    sys.exit(main())
