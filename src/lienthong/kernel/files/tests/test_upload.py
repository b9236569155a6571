"""No sender can fill memory or disk."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, DomainError
from lienthong.kernel.acts.extensions import PUBLIC, access
from lienthong.kernel.files import services, testing

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BOUNDARY = "giayto"
MB = 1024 * 1024


@csrf_exempt
@access(PUBLIC)
def receive(request: HttpRequest) -> HttpResponse:
    upload = request.FILES["file"]
    assert isinstance(upload, UploadedFile)
    try:
        info = services.store(stream=upload, name=upload.name or "", actor=Actor.system("test"), now=NOW)  # type: ignore[arg-type]  # reads as a stream
    except DomainError as refusal:
        return JsonResponse({"message": refusal.message, "note": request.POST["note"]}, status=refusal.status)
    return JsonResponse({"size": info.size, "note": request.POST["note"]})


urlpatterns = [path("nhan/", receive)]


class Body(io.RawIOBase):
    """A multipart body made while it is read, with a file of any size and an answer after it."""

    def __init__(self, size: int) -> None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="to.pdf"\r\n\r\n'
        tail = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="note"\r\n\r\nghi chú\r\n--{BOUNDARY}--\r\n'
        self.length = len(head) + size + len(tail.encode())
        self.taken = 0
        self._parts = self._make(head.encode() + b"%PDF-1.7\n", size - 9, tail.encode())
        self._rest = b""

    def _make(self, head: bytes, size: int, tail: bytes) -> Iterator[bytes]:
        yield head
        for _ in range(size // MB):
            yield b"x" * MB
        yield b"x" * (size % MB) + tail

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (part := next(self._parts, b"")):
            self._rest += part
        chunk, self._rest = self._rest[:size], self._rest[size:]
        self.taken += len(chunk)
        return chunk


def send(body: Body) -> HttpResponse:
    return Client().request(  # type: ignore[return-value]  # the client's response is one
        **{
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/nhan/",
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
            "CONTENT_LENGTH": str(body.length),
            "wsgi.input": body,
        }
    )


@pytest.fixture(autouse=True)
def _bounded(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temp")
    (tmp_path / "temp").mkdir()
    settings.FILE_UPLOAD_HANDLERS = ["lienthong.kernel.files.upload_handlers.BoundedUploadHandler"]


@pytest.mark.django_db
def test_a_file_below_the_limit_arrives_whole() -> None:
    response = send(Body(3 * MB))
    assert response.json() == {"size": 3 * MB, "note": "ghi chú"}  # type: ignore[attr-defined]  # client


@pytest.mark.django_db
def test_a_request_over_the_limit_is_refused_before_it_is_read(settings: Settings, tmp_path: Path) -> None:
    settings.UPLOAD_REQUEST_MAX_BYTES = 100 * MB
    body = Body(200 * MB)
    tracemalloc.start()
    response = send(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.status_code in {400, 413}
    assert body.taken < MB
    assert peak < 20 * MB
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


@pytest.mark.django_db
def test_a_file_over_the_limit_is_thrown_away_as_it_comes_and_the_answers_stay(
    settings: Settings, tmp_path: Path
) -> None:
    settings.UPLOAD_REQUEST_MAX_BYTES = 300 * MB
    tracemalloc.start()
    response = send(Body(200 * MB))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.status_code == 413
    assert "50 MB" in response.json()["message"]  # type: ignore[attr-defined]  # client
    assert response.json()["note"] == "ghi chú"  # type: ignore[attr-defined]  # client
    assert peak < 20 * MB
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


@pytest.mark.django_db
def test_an_executable_named_pdf_is_refused_in_plain_words() -> None:
    program = io.BytesIO(b"MZ" + b"\x00" * 500)
    program.name = "giay-to.pdf"
    response = Client().post("/nhan/", {"file": program, "note": "a"})
    assert response.status_code == 415
    assert "giay-to.pdf" in response.json()["message"]


@pytest.mark.django_db
def test_a_small_pdf_is_stored_through_the_form() -> None:
    document = io.BytesIO(testing.PDF)
    document.name = "giay-to.pdf"
    response = Client().post("/nhan/", {"file": document, "note": "a"})
    assert response.json()["size"] == len(testing.PDF)
