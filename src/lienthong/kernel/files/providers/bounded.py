"""Runs a program of ours or of others under limits of time, memory and disk, away from the web server's own process.

As a script (run by `run_script`, never by hand): `bounded.py SECONDS MEMORY FILE_BYTES SCRIPT WORDS…`.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore, Timer

# Such work is the heaviest a page of ours asks for: the others wait their turn.
_TURNS = BoundedSemaphore(2)
MB = 1024 * 1024


class ProgramFailed(Exception):
    """The program ended with an error or took too much; `said` is the end of what it printed on its error output."""

    def __init__(self, said: str = "", *, late: bool = False) -> None:
        """Keep what it said, and whether it was ended because its time was over."""
        super().__init__(said)
        self.said, self.late = said, late


def run_script(
    script: Path, *words: object, seconds: int = 10, memory_mb: int = 1024, file_bytes: int = 0, limit: int = 8 * MB
) -> bytes:
    """Run one of our scripts in an isolated interpreter and return what it printed.

    :param seconds: of processor time; twice as many by the clock
    :param file_bytes: how large a file it may write, by default none
    :param limit: how much of its output is taken; more is a failure
    :raises ProgramFailed: it failed or passed a limit
    """
    bounds = (str(seconds), str(memory_mb * MB), str(file_bytes))
    command = [sys.executable, "-I", __file__, *bounds, str(script), *(str(word) for word in words)]
    with _TURNS:
        try:
            done = subprocess.run(command, capture_output=True, timeout=2 * seconds, check=True)  # noqa: S603  our own words
        except subprocess.TimeoutExpired as late:
            raise ProgramFailed(late=True) from late
        except subprocess.CalledProcessError as failure:
            raise ProgramFailed(failure.stderr.decode(errors="replace")[-500:]) from failure
    if len(done.stdout) > limit:
        raise ProgramFailed("more output than is taken")
    return done.stdout


def follow_program(
    command: list[str], *, seconds: int, heard: Callable[[str], None], environment: Mapping[str, str] | None = None
) -> None:
    """Run a long program in a process group of its own, hand on each line it prints, and end all of it in time.

    :raises ProgramFailed: it failed, or its time was over
    """
    with _running(command, environment) as process:
        late = Timer(seconds, _end, (process,))
        late.start()
        try:
            for line in process.stdout or ():
                heard(line)
            code = process.wait()
            over = not late.is_alive()
        finally:
            late.cancel()
    if code:
        raise ProgramFailed(late=over and code < 0)


@contextmanager
def _running(command: list[str], environment: Mapping[str, str] | None) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(  # noqa: S603  our own words
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)  # also what it started and left behind
        process.wait()
        if process.stdout:
            process.stdout.close()


def _end(process: "subprocess.Popen[str]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def bounded_command(*, seconds: int, memory_mb: int, file_mb: int, script: Path, words: tuple[str, ...]) -> list[str]:
    """Return the command that runs one of our scripts under limits, which what it starts inherits."""
    bounds = (str(seconds), str(memory_mb * MB), str(file_mb * MB))
    return [sys.executable, "-I", __file__, *bounds, str(script), *words]


def _main(seconds: str, memory: str, file_bytes: str, script: str, *words: str) -> None:
    import resource
    import runpy

    for what, most in (
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_FSIZE, int(file_bytes)),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    sys.argv = [script, *words]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    _main(*sys.argv[1:])
