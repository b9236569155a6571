"""CPU time of processes, read from the system."""

import os
from pathlib import Path

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")
# Places in /proc/PID/stat after the command: parent, session, time of its own, time of children that have ended.
PARENT, SESSION, OWN, ENDED = 1, 3, slice(11, 13), slice(13, 15)


def session_seconds(session: int) -> float:
    """Return the CPU seconds used so far by the running processes of a session."""
    return sum(_seconds(fields[OWN]) for fields in _processes().values() if int(fields[SESSION]) == session)


def postmaster_of(database_url: str) -> int:
    """Return the number of the process under which a server of this machine serves this database."""
    with psycopg.connect(database_url) as connection:
        return int(_processes()[connection.info.backend_pid][PARENT])


def server_seconds(postmaster: int) -> float:
    """Return the CPU seconds used so far by a database server, connections that have ended included."""
    running = _processes()
    return _seconds(running[postmaster][OWN]) + _seconds(running[postmaster][ENDED]) + sum(
        _seconds(fields[OWN]) for fields in running.values() if int(fields[PARENT]) == postmaster
    )  # fmt: skip


def _seconds(ticks: list[str]) -> float:
    return sum(map(int, ticks)) / TICKS


def _processes() -> dict[int, list[str]]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except OSError:
                continue
            found[int(folder.name)] = text.rpartition(")")[2].split()
    return found
