"""kill -9 of the web server in the middle of an upload in parts: it goes on, whole, and becomes one stored file."""

import os
import signal
from collections.abc import Callable, Iterator

from tests.load.people import Person
from tests.support.filing import draft, submit, suppressed
from tests.support.program import RunningProgram
from tests.support.uploads import attach, begin, check, patch, scan, told
from tests.support.waiting import wait_for

MB = 1024 * 1024
# When so many megabytes have gone out and so many are kept, the server dies: before its first piece, and between two.
KILLS_AT = ((1, 0), (9, 8))


def deadly(content: bytes, *, after: int, kept: Callable[[], bool], program: RunningProgram) -> Iterator[bytes]:
    """Give the content; the server is killed when so much of it has gone out and what should be is kept."""
    for start in range(0, len(content), MB // 4):
        yield content[start : start + MB // 4]
        if start >= after:
            wait_for(kept)
            os.killpg(program.servers.processes["web"].pid, signal.SIGKILL)
            program.servers.processes["web"].wait()
            after = len(content)


def test_an_upload_survives_every_kill_and_is_one_file(running_program: RunningProgram) -> None:
    content = scan(12 * MB)
    with Person(running_program.url, "motcua") as person, Person(running_program.url, "motcua") as watcher:
        party = person.post("/parties", {"name": "Trần Gửi Dở", "number": "056091000009"})["id"]
        number = submit(person, draft(party), "upload-killed").json()["number"]
        address, offset = begin(person, len(content)), 0
        for out, kept in KILLS_AT:
            body = deadly(
                content[offset:],
                after=out * MB,
                kept=lambda kept=kept: told(watcher, address) >= kept * MB,  # type: ignore[misc]  # of this round
                program=running_program,
            )
            suppressed(lambda body=body, at=offset: patch(person, address, at, body, length=len(content) - at))
            running_program.start_web(workers=1)
            assert told(person, address) >= kept * MB
            offset = told(person, address)
        assert 0 < offset < len(content)
        patch(person, address, offset, iter([content[offset:]]), length=len(content) - offset)
        assert told(person, address) == len(content)
        for _twice in range(2):
            attach(person, number, address)
    check(running_program, content)
