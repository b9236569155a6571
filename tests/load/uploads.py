"""How fast an upload is against a plain copy of the same file to the same disk, and how much memory flows with it.

The plain copy reads, writes and syncs to the disk, and does nothing else; the upload hashes, tells the kind, looks for
harm and writes its row besides. Contents are addressed by their SHA-256, so a copy with that beside it is the most a
machine can do: where a disk takes bytes as fast as memory, hashing alone takes longer than copying. All read from the
memory of the system, turn by turn, and each ratio is of one round.
Run in the environment of a program built by the demo: `python -m tests.load.uploads`.
"""

import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import django

MB = 1024 * 1024
SIZE, ROUNDS, CHUNK, BUFFERS = 1024 * MB, 3, 256 * 1024, 8


def main() -> None:
    """Print rows of the table as JSON; with a word and a file, do that once and print the most memory it took."""
    django.setup()
    from django.conf import settings

    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as name:
        settings.MEDIA_ROOT = folder = Path(name)
        settings.UPLOAD_MAX_BYTES = settings.FILES_OPEN_BYTES = 2 * SIZE
        if len(sys.argv) > 1:
            {"store": _store, "tus": _tus}[sys.argv[1]](Path(sys.argv[2]), folder)
            print(json.dumps(_peak()))
            return
        source = folder / "scan.pdf"
        _make(source)
        _copy(source, folder)  # the first round finds the disk asleep
        rounds = [[_seconds(do, source, folder) for do in (_copy, _hashed, _store, _tus)] for _ in range(ROUNDS)]
        plain, hashed, store, tus = (statistics.median(column) for column in zip(*rounds, strict=True))
        rows = [
            ("plain copy and sync of 1 GB", f"{SIZE / MB / plain:.0f} MB/s"),
            ("upload of 1 GB", f"{SIZE / MB / store:.0f} MB/s"),
            ("upload against plain copy", f"{statistics.median(each[0] / each[2] for each in rounds):.0%}"),
            ("plain copy and sync with SHA-256 beside, 1 GB", f"{SIZE / MB / hashed:.0f} MB/s"),
            ("upload against this", f"{statistics.median(each[1] / each[2] for each in rounds):.0%}"),
            ("upload in parts of 1 GB", f"{SIZE / MB / tus:.0f} MB/s"),
            ("upload in parts against plain copy", f"{statistics.median(each[0] / each[3] for each in rounds):.0%}"),
            ("memory of the process, 1 GB uploaded", f"{_memory('store', source):.0f} MB"),
            ("memory of the process, 1 GB in parts", f"{_memory('tus', source):.0f} MB"),
        ]
    print(json.dumps(rows))


def _make(path: Path) -> None:
    """Write a PDF whose one stream does not pack, as a scan of many pages."""
    with path.open("wb") as file:
        places = []

        def add(text: bytes) -> None:
            places.append(file.tell())
            file.write(b"%d 0 obj\n%s\nendobj\n" % (len(places), text))

        file.write(b"%PDF-1.7\n")
        add(b"<< /Type /Catalog /Pages 2 0 R /Scan 4 0 R >>")
        add(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
        add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
        places.append(file.tell())
        file.write(b"4 0 obj\n<< /Length %d >>\nstream\n" % SIZE)
        for _ in range(SIZE // MB):
            file.write(os.urandom(MB))
        file.write(b"\nendstream\nendobj\n")
        begin = file.tell()
        file.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places))
        file.write(b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % begin)


def _seconds(do: Callable[[Path, Path], None], source: Path, folder: Path) -> float:
    os.sync()
    begin = time.perf_counter()
    do(source, folder)
    lasted = time.perf_counter() - begin
    for path in folder.rglob("*"):
        if path.is_file() and path != source:
            path.unlink()
    return lasted


def _copy(source: Path, folder: Path) -> None:
    with source.open("rb") as old, (folder / "copy").open("wb") as new:
        while chunk := old.read(CHUNK):
            new.write(chunk)
        new.flush()
        os.fsync(new.fileno())


def _hashed(source: Path, folder: Path) -> None:
    """Copy as `_copy` does while another thread takes the SHA-256 of the same bytes: the best the machine can do."""
    free, full = SimpleQueue[bytearray](), SimpleQueue[tuple[bytearray, int]]()
    digest = hashlib.sha256()
    for _ in range(BUFFERS):
        free.put(bytearray(2 * CHUNK))

    def hash_all() -> None:
        while (given := full.get())[1]:
            with memoryview(given[0]) as view:
                digest.update(view[: given[1]])
            free.put(given[0])

    hasher = threading.Thread(target=hash_all)
    hasher.start()
    with source.open("rb", buffering=0) as old, (folder / "copy").open("wb", buffering=0) as new:
        while size := old.readinto(buffer := free.get()):
            with memoryview(buffer) as view:
                new.write(view[:size])
            full.put((buffer, size))
        os.fsync(new.fileno())
    full.put((bytearray(), 0))
    hasher.join()


def _actor() -> Any:
    from lienthong.kernel.acts.contracts import Actor, ActorKind

    return Actor(kind=ActorKind.OFFICER, name="bench", user_id=1)


def _store(source: Path, _folder: Path) -> None:
    from django.db import transaction

    from lienthong.kernel.files import services

    with transaction.atomic(), source.open("rb") as stream:
        services.store(stream=stream, name="a.pdf", actor=_actor(), now=datetime.now(UTC))
        transaction.set_rollback(True)


def _tus(source: Path, _folder: Path) -> None:
    from django.db import transaction

    from lienthong.kernel.files import services
    from lienthong.kernel.files.contracts import Sender

    sender, now = Sender(user_id=1), datetime.now(UTC)
    who: dict[str, Any] = {"sender": sender, "actor": _actor(), "now": now}
    length = source.stat().st_size
    with transaction.atomic(), source.open("rb") as stream:
        uuid = services.begin_upload(name="a.pdf", place="", length=length, **who).uuid
        services.receive_part(uuid=uuid, offset=0, stream=stream, **who)
        services.take_upload(uuid=uuid, **who)
        transaction.set_rollback(True)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _memory(what: str, source: Path) -> float:
    """Return the megabytes that a process of its own takes at most, the program in it, while the file flows through."""
    command = [sys.executable, "-m", "tests.load.uploads", what, str(source)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
