"""Runs the commands of a stage quietly, keeps what they print, and explains their failure."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .refusals import refusal_for_output


def run_quietly(
    command: Sequence[str], *, what: str, cwd: Path, log_dir: Path, environment: Mapping[str, str] | None = None
) -> None:
    """Run a command to its end; what it prints goes to a log file.

    :param what: the short name of the work, used in the sentence of a refusal
    :raises CannotStart: the command failed
    """
    log_dir.mkdir(parents=True, exist_ok=True)
    log = log_dir / f"{what.replace(' ', '-')}.log"
    with log.open("wb") as stream:
        done = subprocess.run(  # noqa: S603  the commands are ours
            command,
            cwd=cwd,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
            env={**os.environ, **(environment or {})},
        )
    if done.returncode:
        raise refusal_for_output(output=log.read_text(errors="replace"), what=what, place=cwd, log=log)
