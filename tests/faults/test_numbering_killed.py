"""kill -9 of programs in the middle of taking numbers, again and again: no gap, nothing twice, nothing lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from lienthong.config.launch.program import PROJECT
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.numbering import queries
from lienthong.kernel.numbering.contracts import NumberState
from lienthong.kernel.numbering.models import Book, GivenNumber, VoidedNumber
from tests.faults.number_writer import AGENCY, KIND
from tests.support.waiting import LONGEST_SECONDS
from tests.support.worker import environment

WRITERS = 2
# How many numbers the writers have told of when they are killed; each may hold one that nobody knows of yet.
KILLS_AFTER = (1, 2, 5, 8, 3, 13, 1, 21, 4, 34, 2, 7)


@pytest.fixture
def parent(transactional_db: None) -> Iterator[subprocess.Popen[str]]:
    """Start the process that forks writers on the database of the test."""
    command = [sys.executable, "-m", "tests.faults.number_writer"]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=LONGEST_SECONDS)


def kill_writers(parent: subprocess.Popen[str], after: int) -> dict[int, str]:
    """Let writers work until they told of so many numbers, kill them, and return what they told of."""
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write("\n" * WRITERS)
    parent.stdin.flush()
    pids: list[int] = []
    known: dict[int, str] = {}
    try:
        while len(known) < after or len(pids) < WRITERS:
            number, key = parent.stdout.readline().split()
            if number == "pid":
                pids.append(int(key))
            else:
                known[int(number)] = key
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    return known


def test_numbers_stay_gapless_whenever_a_program_is_killed(parent: subprocess.Popen[str]) -> None:
    known: dict[int, str] = {}
    for after in KILLS_AFTER:
        known |= kill_writers(parent, after)
        check_book(known)
    assert len(known) >= sum(KILLS_AFTER)


def check_book(known: dict[int, str]) -> None:
    """Compare the book with its numbers, and both with what was told of."""
    book = Book.objects.get(kind=KIND, agency_id=AGENCY)
    rows = list(GivenNumber.objects.filter(book=book, number__lte=book.last).order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    keys = [row.subject_key for row in rows if row.subject_key]
    assert len(keys) == len(set(keys))
    # What was told of was committed, and stands there for what it was taken for.
    kept = {row.number: row.subject_key for row in rows}
    assert {number: kept.get(number) for number in known} == known
    void = {row.number for row in rows if row.state == NumberState.VOID}
    assert void <= set(VoidedNumber.objects.filter(book=book).values_list("number", flat=True))
    assert queries.find_gaps(viewer=Actor.system("tests")) == ()
