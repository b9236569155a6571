"""How many numbers a book gives a second: to one who asks, and to four who ask the same book at once.

Every number is taken in a transaction of its own, as an act does, and is written down with what it was given to.
Run in the environment of a program built by the demo: `python -m tests.load.numbering`.
"""

import json
import subprocess
import sys
import time

import django

NUMBERS, WRITERS = 2_000, 4
KIND, AGENCY, PERIOD = "bench", 1, "2026"


def main() -> None:
    """Print rows of the table as JSON; with a number, wait for a line, take so many numbers and end."""
    django.setup()
    if len(sys.argv) > 1:
        _take(1)
        print("ready", flush=True)
        sys.stdin.readline()
        _take(int(sys.argv[1]))
        return
    rows = [(f"numbers a second, {writers} writers", f"{_rate(writers):,.0f}") for writers in (1, WRITERS)]
    _check()
    print(json.dumps(rows))


def _rate(writers: int) -> float:
    """Return numbers a second by all writers together; starting them is not counted."""
    share = NUMBERS // writers
    command = [sys.executable, "-m", "tests.load.numbering", str(share)]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _each in range(writers)
    ]
    for writer in started:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    begin = time.perf_counter()
    for writer in started:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in started:
        writer.wait()
    lasted = time.perf_counter() - begin
    for writer in started:
        writer.communicate()
    assert all(writer.returncode == 0 for writer in started)
    return share * writers / lasted


def _take(numbers: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from lienthong.kernel.numbering.contracts import BookKey, GivenTo
    from lienthong.kernel.numbering.services import next_number

    book = BookKey(KIND, AGENCY, PERIOD)
    for number in range(numbers):
        with transaction.atomic():
            next_number(book=book, now=timezone.now(), given_to=GivenTo("bench", str(number), "Quyết định", "/x/"))


def _check() -> None:
    """Refuse figures of numbers with a gap or a double."""
    from lienthong.kernel.acts.contracts import Actor
    from lienthong.kernel.numbering import queries

    assert queries.find_gaps(viewer=Actor.system("bench")) == ()


if __name__ == "__main__":
    main()
