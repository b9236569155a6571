"""kill -9 of the web server in the middle of an upload in parts: it goes on, whole, and becomes one stored file."""

import base64
import hashlib
import io
import os
import signal
from collections.abc import Callable, Iterator

import pikepdf
import psycopg

from tests.load.people import Person
from tests.support.program import RunningProgram
from tests.support.waiting import wait_for

from .test_web_killed import draft, submit, suppressed

MB = 1024 * 1024
# When so many megabytes have gone out and so many are kept, the server dies: before its first piece, and between two.
KILLS_AT = ((1, 0), (9, 8))
TUS = {"Tus-Resumable": "1.0.0"}


def scan(size: int) -> bytes:
    """Return a real PDF of about so many bytes."""
    kept = io.BytesIO()
    with pikepdf.Pdf.new() as made:
        made.add_blank_page()
        made.Root.Scan = made.make_stream(os.urandom(size))
        made.save(kept, compress_streams=False)
    return kept.getvalue()


def deadly(content: bytes, *, after: int, kept: Callable[[], bool], program: RunningProgram) -> Iterator[bytes]:
    """Give the content; the server is killed when so much of it has gone out and what should be is kept."""
    for start in range(0, len(content), MB // 4):
        yield content[start : start + MB // 4]
        if start >= after:
            wait_for(kept)
            os.killpg(program.servers.processes["web"].pid, signal.SIGKILL)
            program.servers.processes["web"].wait()
            after = len(content)


def told(person: Person, address: str) -> int:
    """Return where the upload stands."""
    answer = person.client.head(address, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def patch(person: Person, address: str, offset: int, body: Iterator[bytes], *, length: int) -> None:
    """Send a part in one request."""
    headers = {
        **TUS,
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(length),
        "X-CSRFToken": person.client.cookies["csrftoken"],
    }
    person.client.patch(address, headers=headers, content=body)


def begin(person: Person, length: int) -> str:
    """Begin an upload and return its address."""
    answer = person.client.post(
        "/tep/gui/",
        headers={
            **TUS,
            "Upload-Length": str(length),
            "Upload-Metadata": "filename " + base64.b64encode("Bản quét.pdf".encode()).decode(),
            "X-CSRFToken": person.client.cookies["csrftoken"],
        },
    )
    assert answer.status_code == 201
    return answer.headers["Location"]


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


def attach(person: Person, number: str, address: str) -> None:
    """Name the upload in the place of the file, as the page does."""
    version = person.get(f"/dossiers/{number}")["version"]
    answer = person.client.post(
        f"/ho-so/{number}/viec/giay-to/",
        data={
            "name": "Bản quét",
            "version": version,
            "file": f"tus:{address.split('/')[-2]}",
            "csrfmiddlewaretoken": person.client.cookies["csrftoken"],
        },
    )
    assert answer.status_code == 302, answer.text[:500]


def check(program: RunningProgram, content: bytes) -> None:
    """Find one stored file with the bytes as they were sent, and nothing left of the upload."""
    sha256 = hashlib.sha256(content).hexdigest()
    with psycopg.connect(program.database_url) as connection:
        rows = connection.execute("SELECT size FROM files_storedfile WHERE sha256 = %s", [sha256]).fetchall()
    assert rows == [(len(content),)]
    assert program.manage("files", "verify").strip().endswith("all as they were")
