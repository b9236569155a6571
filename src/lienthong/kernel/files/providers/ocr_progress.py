"""A plug-in of OCRmyPDF, loaded by `ocr.py` alone: its progress as lines of JSON instead of a bar for terminals."""

import json
import sys
from typing import Any

from ocrmypdf import hookimpl


class Bar:
    """What OCRmyPDF reports its progress to; only the recognition of pages is told."""

    def __init__(self, *, total: float | None = None, desc: str | None = None, **_more: Any) -> None:
        """Begin a step of so many parts."""
        self.told = desc == "OCR"
        self.total, self.done = int(total or 0), 0.0

    def __enter__(self) -> "Bar":
        """Tell that nothing is done yet."""
        self.update(0)
        return self

    def __exit__(self, *_raised: object) -> None:
        """Leave the step."""

    def update(self, n: float = 1, *, completed: float | None = None) -> None:
        """Add to what is done, and tell."""
        self.done = completed if completed is not None else self.done + n
        if self.told and self.total:
            sys.stdout.write(json.dumps({"done": int(self.done), "total": self.total}) + "\n")
            sys.stdout.flush()


@hookimpl
def get_progressbar_class() -> type[Bar]:
    """Return our bar."""
    return Bar
