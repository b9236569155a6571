"""Makes a scan straight and searchable: OCRmyPDF with Vietnamese, to PDF/A, in a process of its own.

As a script (run by `make_searchable`, never by hand): `ocr.py SOURCE GOAL`. It prints a line of JSON for
each page done: `{"done": 3, "total": 12}`, and at the end of a failure its name: `{"failed": "EncryptedPdfError"}`.
"""

import json
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def is_installed() -> bool:
    """Tell whether this machine can make scans searchable: OCRmyPDF (the extra `scans`) and Tesseract are here."""
    return find_spec("ocrmypdf") is not None and shutil.which("tesseract") is not None


def make_searchable(
    *, source: Path, goal: Path, seconds: int, memory_mb: int, heard: Callable[[int, int], None]
) -> None:
    """Write a straightened PDF/A of a scan in which words are found.

    :param seconds: after so many the work is ended, with all it started
    :param memory_mb: for each process
    :param heard: is told how many of how many pages are recognised
    :raises ProgramFailed: what it said, where it said why
    """
    from .bounded import ProgramFailed, bounded_command, follow_program

    said = ""

    def hear(line: str) -> None:
        nonlocal said
        if not line.startswith("{"):
            return
        told = json.loads(line)
        said = told.get("failed", said)
        if "total" in told:
            heard(told["done"], told["total"])

    words = (str(source), str(goal))
    command = bounded_command(seconds=seconds, memory_mb=memory_mb, file_mb=1024, script=Path(__file__), words=words)
    try:
        follow_program(command, seconds=seconds, heard=hear, environment={"OMP_THREAD_LIMIT": "1"})
    except ProgramFailed as failure:
        raise ProgramFailed(said or failure.said, late=failure.late) from failure


def _main(source: str, goal: str) -> None:
    import ocrmypdf

    options: dict[str, Any] = {
        "language": ["vie"],
        "deskew": True,
        "rotate_pages": True,
        "skip_text": True,
        "output_type": "pdfa-2",
        "rasterizer": "pypdfium",
        "pdfa_backend": "internal",  # Ghostscript is not needed
        "jobs": 1,
        "use_threads": True,
        "optimize": 1,
        "max_image_mpixels": 200,
        "plugins": [str(Path(__file__).with_name("ocr_progress.py"))],
    }
    if not source.endswith(".pdf"):
        options["image_dpi"] = 300
    try:
        try:
            ocrmypdf.ocr(source, goal, **options)
        except ocrmypdf.exceptions.PdfaConversionFailedError:  # searchable is worth more than the mark of an archive
            ocrmypdf.ocr(source, goal, **{**options, "output_type": "pdf"})
    except ocrmypdf.exceptions.ExitCodeException as failure:
        sys.stdout.write(json.dumps({"failed": type(failure).__name__}) + "\n")
        sys.exit(1)


if __name__ == "__main__":
    _main(*sys.argv[1:])
