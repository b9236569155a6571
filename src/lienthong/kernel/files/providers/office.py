"""Turns an Office file into the pages it prints as, by LibreOffice where it is installed."""

import shutil
from pathlib import Path

from .bounded import ProgramFailed, follow_program


def is_installed() -> bool:
    """Tell whether LibreOffice is on the path of this machine."""
    return shutil.which("soffice") is not None


def print_to_pdf(*, source: Path, goal: Path, seconds: int) -> None:
    """Write the pages of an Office file as PDF. LibreOffice gets a profile of its own, which is thrown away.

    :param source: with the ending of its kind, in a folder of its own
    :raises ProgramFailed: it failed, wrote nothing, or took too long
    """
    folder = source.parent
    program = shutil.which("soffice") or "soffice"
    command = [program, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--norestore"]
    command += ["--nolockcheck", "--nodefault", "--convert-to", "pdf", "--outdir", str(folder / "out"), str(source)]
    follow_program(command, seconds=seconds, heard=lambda _line: None, environment={"HOME": str(folder)})
    made = folder / "out" / f"{source.stem}.pdf"
    if not made.is_file():
        raise ProgramFailed("LibreOffice wrote nothing")
    made.replace(goal)
