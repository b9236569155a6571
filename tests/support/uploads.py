"""A client that uploads in parts (tus 1.0) as the page does, and looks whether what arrived is what was sent."""

import base64
import hashlib
import io
import os
from collections.abc import Iterator

import pikepdf
import psycopg

from tests.load.people import Person
from tests.support.program import RunningProgram

TUS = {"Tus-Resumable": "1.0.0"}


def scan(size: int) -> bytes:
    """Return a real PDF of about so many bytes."""
    kept = io.BytesIO()
    with pikepdf.Pdf.new() as made:
        made.add_blank_page()
        made.Root.Scan = made.make_stream(os.urandom(size))
        made.save(kept, compress_streams=False)
    return kept.getvalue()


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


def told(person: Person, address: str) -> int:
    """Return where the upload stands."""
    answer = person.client.head(address, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


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
