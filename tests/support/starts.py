"""Starts the program as a person does, with `make run`, and sees how it ends and what it leaves."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lienthong.config.launch.program import PROJECT

LONGEST_SECONDS = 120
VIETNAMESE, ENGLISH = "Không chạy được: ", "Cannot start: "
# An installer then reaches nobody, for nobody listens at this port, and gives up at once, which changes no answer.
NOWHERE = "http://127.0.0.1:1"
WITHOUT_NETWORK = {
    "HTTP_PROXY": NOWHERE,
    "HTTPS_PROXY": NOWHERE,
    "http_proxy": NOWHERE,
    "https_proxy": NOWHERE,
    "NO_PROXY": "",
    "no_proxy": "",
    "PIP_RETRIES": "0",
    "UV_HTTP_RETRIES": "0",
    "npm_config_fetch_retries": "0",
}


@dataclass(frozen=True)
class EndedStart:
    """How a start ended: its exit code, all it printed, and the processes it left."""

    code: int
    output: str
    left: tuple[str, ...]

    def refusal(self) -> str:
        """Return the English sentence of a start that was refused as it should be.

        The exit code says so, there is one sentence in each language and no trace of the program, no process is left.
        """
        lines = self.output.splitlines()
        vietnamese = [line for line in lines if line.startswith(VIETNAMESE)]
        english = [line for line in lines if line.startswith(ENGLISH)]
        assert (len(vietnamese), len(english)) == (1, 1), self.output
        assert "Traceback" not in self.output, self.output
        assert self.code != 0
        assert self.left == ()
        return english[0].removeprefix(ENGLISH)


def start(
    settings: Mapping[str, str],
    *,
    command: Sequence[str] = ("make", "--no-print-directory", "run"),
    folder: Path = PROJECT,
    only: Mapping[str, str] | None = None,
) -> EndedStart:
    """Run `make run` until it ends by itself.

    :param settings: added to the environment; `LIENTHONG_VAR` among them marks the processes of this start
    :param command: runs it in a way of its own, such as with a limit
    :param only: the environment in place of that of the tests
    """
    done = subprocess.run(
        command,
        cwd=folder,
        env={**(os.environ if only is None else only), **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    return EndedStart(done.returncode, done.stdout + done.stderr, tuple(processes_with(settings["LIENTHONG_VAR"])))


def processes_with(mark: str) -> list[str]:
    """Return the commands of running processes in whose environment this `LIENTHONG_VAR` stands."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"LIENTHONG_VAR={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return found
