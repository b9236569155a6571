"""kill -9 of the web server in the middle of an upload in parts: it goes on, whole, and becomes one stored file."""

import base64
import hashlib
import io
import os
import signal
import threading
from collections.abc import Iterator

import pikepdf
import psycopg

from tests.load.people import Person
from tests.support.program import RunningProgram

from .test_web_killed import draft, submit, suppressed

MB = 1024 * 1024
# After how many megabytes of the request the server dies: before its first piece, and between two.
KILLS_AT = (1, 9)
TUS = {"Tus-Resumable": "1.0.0"}


def scan(size: int) -> bytes:
    """Return a real PDF of about so many bytes."""
    kept = io.BytesIO()
    with pikepdf.Pdf.new() as made:
        made.add_blank_page()
        made.Root.Scan = made.make_stream(os.urandom(size))
        made.save(kept, compress_streams=False)
    return kept.getvalue()


def deadly(content: bytes, *, after: int, program: RunningProgram) -> Iterator[bytes]:
    """Give the content; the server is killed when so much of it has gone out."""
    for start in range(0, len(content), MB // 4):
        yield content[start : start + MB // 4]
        if start >= after:
            os.killpg(program.servers.processes["web"].pid, signal.SIGKILL)
            program.servers.processes["web"].wait()
            after = len(content)


def told(person: Person, address: str) -> int:
    """Return where the upload stands."""
    answer = person.client.head(address, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def patch(person: Person, address: str, content: bytes, *, offset: int, program: RunningProgram, kill: int = 0) -> None:
    """Send all from a place on, in one request."""
    headers = {
        **TUS,
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(content) - offset),
        "X-CSRFToken": person.client.cookies["csrftoken"],
    }
    body = deadly(content[offset:], after=kill, program=program) if kill else iter([content[offset:]])
    person.client.patch(address, headers=headers, content=body)


def test_an_upload_survives_every_kill_and_is_one_file(running_program: RunningProgram) -> None:
    content = scan(12 * MB)
    with Person(running_program.url, "motcua") as person:
        party = person.post("/parties", {"name": "Trần Gửi Dở", "number": "056091000009"})["id"]
        number = submit(person, draft(party), "upload-killed").json()["number"]
        begun = person.client.post(
            "/tep/gui/",
            headers={
                **TUS,
                "Upload-Length": str(len(content)),
                "Upload-Metadata": "filename " + base64.b64encode("Bản quét.pdf".encode()).decode(),
                "X-CSRFToken": person.client.cookies["csrftoken"],
            },
        )
        assert begun.status_code == 201
        address, offset = begun.headers["Location"], 0
        for kill in KILLS_AT:
            sender = threading.Thread(
                target=suppressed,
                args=[
                    lambda at=offset, kill=kill: patch(
                        person, address, content, offset=at, program=running_program, kill=max(kill * MB - at, 1)
                    )
                ],
            )
            sender.start()
            sender.join()
            running_program.start_web()
            stands = told(person, address)
            assert offset <= stands < len(content)
            offset = stands
        assert offset > 0
        patch(person, address, content, offset=offset, program=running_program)
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
