"""How long signing takes: one signature with an RSA key of 2048 bits, and 500 papers signed and sealed.

The papers are shared between two processes.
Run in the environment of a program built by the demo: `python -m tests.load.signatures`.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

PAPERS, PROCESSES, ROUNDS = 500, 2, 40
NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)


def main() -> None:
    """Print rows of the table as JSON; with a number, sign and seal so many papers and print the seconds."""
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        pdf, place = _paper(Path(folder))
    _sign_and_seal(pdf, place)
    if len(sys.argv) > 1:
        sys.stdin.readline()
        for _ in range(int(sys.argv[1])):
            _sign_and_seal(pdf, place)
        return
    rows = [(f"signature {level}, RSA 2048", f"{_median(pdf, level):.1f} ms") for level in ("B-B", "B-T", "B-LTA")]
    rows.append((f"{PAPERS} papers signed and sealed, {PROCESSES} processes", f"{_batch():.1f} s"))
    print(json.dumps(rows))


def _batch() -> float:
    """Return the seconds that all papers take; starting the processes is not counted."""
    share = str(PAPERS // PROCESSES)
    command = [sys.executable, "-m", "tests.load.signatures", share]
    workers = [subprocess.Popen(command, stdin=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    time.sleep(5)
    begin = time.perf_counter()
    for worker in workers:
        worker.communicate("go\n")
    assert all(worker.returncode == 0 for worker in workers)
    return time.perf_counter() - begin


def _paper(folder: Path) -> tuple[bytes, Any]:
    from lienthong.kernel.papers import services as papers
    from lienthong.kernel.papers import testing

    testing.register_test_template(folder)
    pdf = papers.render(template="test-paper", context=testing.CONTEXT, now=NOW)
    return pdf, papers.locate_signature(template="test-paper", context=testing.CONTEXT)


def _sign(pdf: bytes, **options: Any) -> bytes:
    from django.conf import settings

    from lienthong.kernel.signatures import services

    settings.SIGNATURES_TEST_KEYS = "rsa"
    given = {"signer_name": "Lê Thị Quỳnh Như", "reason": "Phê duyệt", "location": "Đông Hải", "now": NOW, "key": "a"}
    return services.sign_pdf(pdf=pdf, **{**given, **options})


def _sign_and_seal(pdf: bytes, place: Any) -> None:
    from lienthong.kernel.signatures.contracts import SignerRole

    signed = _sign(pdf, place=place)
    _sign(signed, role=SignerRole.AGENCY, signer_name="UBND phường Đông Hải", key="b")


def _median(pdf: bytes, level: str) -> float:
    from lienthong.kernel.signatures.contracts import Level

    lasted = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        _sign(pdf, level=Level(level))
        lasted.append(1000 * (time.perf_counter() - begin))
    return statistics.median(lasted)


if __name__ == "__main__":
    main()
