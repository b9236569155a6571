"""Word files become PDF/A by LibreOffice, where it is installed."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

SECONDS = 60
# PDF/A-2b, tagged: what archives and readers of screens ask for.
_FILTER = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
_TURNS = BoundedSemaphore(1)


class Unconvertible(Exception):
    """LibreOffice gave no PDF."""


def find_office() -> str | None:
    """Return the program, from `PAPERS_OFFICE` or where the system keeps it; None where it is not installed."""
    return shutil.which(settings.PAPERS_OFFICE or "soffice")


def as_pdf(data: bytes, office: str) -> bytes:
    """Return a Word file as PDF/A-2b; it knows neither the environment nor the settings of anybody.

    :raises Unconvertible: it took too long, or gave no PDF
    """
    with tempfile.TemporaryDirectory(prefix="lienthong-office-") as folder, _TURNS:
        source, target = Path(folder) / "paper.docx", Path(folder) / "paper.pdf"
        source.write_bytes(data)
        command = [
            office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", _FILTER, "--outdir", folder, str(source),
        ]  # fmt: skip
        environment = {"HOME": folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, env=environment, cwd=folder)  # noqa: S603  our own words
            return target.read_bytes()
        except (subprocess.SubprocessError, OSError) as failure:
            raise Unconvertible from failure
