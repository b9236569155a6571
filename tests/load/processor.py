"""CPU time of processes, read from the system."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(*, session: int | None = None, command: str = "") -> float:
    """Return the CPU seconds used so far by the processes of a session, or by those whose command begins so."""
    return sum(
        (int(fields[11]) + int(fields[12])) / TICKS
        for name, fields in _processes()
        if (session is not None and int(fields[3]) == session) or (command and name.startswith(command))
    )


def _processes() -> list[tuple[str, list[str]]]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except OSError:
                continue
            name, _bracket, rest = text.partition("(")[2].rpartition(")")
            found.append((name, rest.split()))
    return found
