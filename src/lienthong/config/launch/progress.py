"""Shows the stages of a start, one line each: `[2/8] Packages … done 3.1 s`."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

STAGES = ("environment", "packages", "browser", "database", "tables", "assets", "demonstration", "servers")
TITLES = {
    "environment": "Môi trường Python · Python environment",
    "packages": "Gói Python · Python packages",
    "browser": "Gói giao diện · browser packages",
    "database": "Cơ sở dữ liệu · database",
    "tables": "Cấu trúc bảng · tables",
    "assets": "Giao diện · assets",
    "demonstration": "Tỉnh mẫu · demonstration province",
    "servers": "Máy chủ · servers",
}


class Stages:
    """Prints each stage when it begins and when it ends, with the seconds it took."""

    def __init__(self, *, out: TextIO | None = None, until: threading.Event | None = None) -> None:
        self.out = out or sys.stdout
        self.until = until or threading.Event()

    @contextmanager
    def stage(self, key: str, *, chatty: bool = False) -> Iterator[None]:
        """Time one stage; on a terminal its seconds count up while it runs.

        :param key: one of `STAGES`
        :param chatty: the stage prints lines of its own, so that nothing is drawn over them
        :raises KeyboardInterrupt: the start was asked to end meanwhile, and code of others kept that to itself
        """
        head = f"[{STAGES.index(key) + 1}/{len(STAGES)}] {TITLES[key]} …"
        began = time.monotonic()
        self._write(head + ("\n" if chatty else ""))
        finished = threading.Event()
        counter = threading.Thread(target=self._count, args=(head, began, finished), daemon=True)
        if self.out.isatty() and not chatty:
            counter.start()
        try:
            yield
        except BaseException:
            finished.set()
            self._write("\n")
            raise
        finished.set()
        if self.until.is_set():
            raise KeyboardInterrupt
        if counter.ident:
            counter.join()
            self._write(f"\r{head}")
        self._write(f"{'    ' if chatty else ' '}xong · done {time.monotonic() - began:.1f} s\n")

    def _count(self, head: str, began: float, finished: threading.Event) -> None:
        while not finished.wait(1):
            self._write(f"\r{head} {time.monotonic() - began:.0f} s")

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()
