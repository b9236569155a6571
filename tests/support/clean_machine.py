"""Starts the program as a stranger would: a fresh copy of the repository, a new home, empty caches.

    python -m tests.support.clean_machine [--test] [--keep]

Runs `make run` twice and ends each with Ctrl-C, says how long each took until the page answered, and fails when a start
takes too long or leaves a process. With `--test` it then runs `make test` there.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.support.program import free_port

PROJECT = Path(__file__).resolve().parents[2]
FIRST_SECONDS = 180
SECOND_SECONDS = 10
STOP_SECONDS = 60
# A stranger's shell: nothing of the developer's environment but where programs and certificates are.
KEPT = (
    "PATH",
    "LANG",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "PIP_CERT",
    "NODE_EXTRA_CA_CERTS",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
)


def copy_repository(*, target: Path) -> None:
    """Copy what git keeps, and new files it would keep, to an empty folder."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, listing.split("\0")):
        if (PROJECT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, target / name)


def strangers_environment(*, home: Path, port: int) -> dict[str, str]:
    """Return the environment of somebody who has just signed in for the first time."""
    home.mkdir()
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**environment, "HOME": str(home), "PORT": str(port)}


def answers(*, port: int) -> bool:
    """Return whether the start page is shown."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def processes_below(folder: Path) -> list[str]:
    """Return the commands of running processes that belong to this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(folder) in command and "clean_machine" not in command:
            found.append(command)
    return found


def start_and_stop(*, folder: Path, environment: dict[str, str], within: float) -> float:
    """Run `make run` until the page answers, press Ctrl-C, and return the seconds to the first answer."""
    began = time.monotonic()
    started = subprocess.Popen(["make", "run"], cwd=folder, env=environment, start_new_session=True)
    try:
        while not answers(port=int(environment["PORT"])):
            if started.poll() is not None or time.monotonic() - began > within * 3:
                sys.exit(f"make run did not come up; exit code {started.poll()}")
            time.sleep(0.1)
        taken = time.monotonic() - began
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGINT)
        started.wait(timeout=STOP_SECONDS)
    left = processes_below(folder)
    if left:
        sys.exit("processes were left:\n" + "\n".join(left))
    print(f"page after {taken:.1f} s (limit {within:.0f} s); no process left")
    return taken


def main() -> int:
    """Do it all; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="also run make test")
    parser.add_argument("--keep", action="store_true", help="keep the folder")
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="lienthong-clean-"))
    folder = place / "lienthong"
    try:
        copy_repository(target=folder)
        environment = strangers_environment(home=place / "home", port=free_port())
        first = start_and_stop(folder=folder, environment=environment, within=FIRST_SECONDS)
        second = start_and_stop(folder=folder, environment=environment, within=SECOND_SECONDS)
        tested = (
            subprocess.run(["make", "test"], cwd=folder, env=environment, check=False).returncode if options.test else 0
        )
        return tested or int(first > FIRST_SECONDS or second > SECOND_SECONDS)
    finally:
        if not options.keep:
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
