"""Uploads in parts, spoken as tus 1.0.0: begun, gone on with, broken off, checked, ended, swept, taken."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, ActorKind, Invalid
from lienthong.kernel.files import extensions, queries, services, testing
from lienthong.kernel.files.contracts import (
    FileTooLarge,
    OffsetConflict,
    Sender,
    StoredFileInfo,
    UploadGone,
    WrongFileType,
)
from lienthong.kernel.files.models import StoredFile, Upload
from lienthong.kernel.files.services.uploads import receive

DOOR = "/tep/gui/"
CONTENT = testing.PDF + b"%" * 1000
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sender(db: None) -> Client:
    return signed_in("nguoi.gui")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_user(username=name, name=name, password=uuid4().hex))
    return client


def headers(**more: str) -> dict[str, Any]:
    return {"headers": {"Tus-Resumable": "1.0.0", **{name.replace("_", "-"): value for name, value in more.items()}}}


def metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


def begin(client: Client, *, length: int = len(CONTENT), name: str = "Tờ khai.pdf", **told: str) -> Any:
    return client.post(DOOR, **headers(Upload_Length=str(length), Upload_Metadata=metadata(filename=name, **told)))


def patch(client: Client, address: str, offset: int, data: bytes, **more: str) -> Any:
    part: dict[str, Any] = {"data": data, "content_type": "application/offset+octet-stream"}
    return client.patch(address, **part, **headers(Upload_Offset=str(offset), **more))


def sent(client: Client, content: bytes = CONTENT, **told: str) -> str:
    address: str = begin(client, length=len(content), **told)["Location"]
    assert patch(client, address, 0, content).status_code == 204
    return address


def take(client: Client, address: str, **options: Any) -> StoredFileInfo:
    user = int(client.session["_auth_user_id"])
    actor = Actor(kind=ActorKind.CITIZEN, name="Người gửi", user_id=user)
    options = {"sender": Sender(user_id=user), "actor": actor, "now": datetime.now(UTC), **options}
    return services.take_upload(uuid=uuid_of(address), **options)


def uuid_of(address: str) -> Any:
    return Upload.objects.get(pk=address.split("/")[-2]).pk


def lying(folder: Path) -> list[Path]:
    return [path for path in (folder / ".incoming").rglob("*") if path.is_file()]


def test_the_door_says_what_it_speaks(client: Client) -> None:
    answer = client.options(DOOR)
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) >= {"creation", "termination", "checksum", "expiration"}
    assert client.post(DOOR, headers={"Upload-Length": "5"}).status_code == 412
    assert client.get(DOOR, **headers()).status_code == 405


def test_a_file_comes_in_parts_and_becomes_one_stored_file(sender: Client, tmp_path: Path) -> None:
    begun = begin(sender)
    address = begun["Location"]
    assert begun.status_code == 201
    assert begun["Upload-Expires"].endswith("GMT")
    assert patch(sender, address, 0, CONTENT[:700])["Upload-Offset"] == "700"
    told = sender.head(address, **headers())
    assert (told["Upload-Offset"], told["Upload-Length"]) == ("700", str(len(CONTENT)))
    assert told["Cache-Control"] == "no-store"
    assert patch(sender, address, 700, CONTENT[700:])["Upload-Offset"] == str(len(CONTENT))
    info = take(sender, address)
    assert take(sender, address) == info
    assert (info.name, info.sha256) == ("Tờ khai.pdf", hashlib.sha256(CONTENT).hexdigest())
    with queries.open_file(file_id=info.id) as content:
        assert content.read() == CONTENT
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_leaves_nothing_behind(sender: Client, tmp_path: Path) -> None:
    address = sent(sender)
    with transaction.atomic():
        take(sender, address)
        transaction.set_rollback(True)  # the form around it failed
    info = take(sender, address)  # still there for the next attempt
    assert not lying(tmp_path)
    assert StoredFile.objects.get().pk == info.id


def test_a_part_from_the_wrong_place_is_a_conflict_and_changes_nothing(sender: Client) -> None:
    address = begin(sender)["Location"]
    patch(sender, address, 0, CONTENT[:100])
    for offset in (0, 99, 101):
        answer = patch(sender, address, offset, b"x" * 10)
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "100")
    assert sender.head(address, **headers())["Upload-Offset"] == "100"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Upload-Offset": "x"}, 400),
        ({"Upload-Offset": "-1"}, 400),
        ({"Tus-Resumable": "0.2"}, 412),
        ({"content_type": "application/pdf"}, 415),
    ],
)
def test_parts_that_do_not_speak_tus_are_refused(sender: Client, change: dict[str, str], status: int) -> None:
    address = begin(sender)["Location"]
    kind = change.pop("content_type", "application/offset+octet-stream")
    said = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", **change}
    assert sender.patch(address, data=b"x", content_type=kind, headers=said).status_code == status


@pytest.mark.parametrize("length", ["", "0", "-5", "abc", "9" * 30])
def test_an_upload_says_how_long_it_is(sender: Client, length: str) -> None:
    assert sender.post(DOOR, **headers(Upload_Length=length)).status_code in {400, 422}


def test_more_than_the_length_is_not_taken(sender: Client) -> None:
    address = begin(sender, length=100)["Location"]
    patch(sender, address, 0, CONTENT)
    assert Upload.objects.get().offset <= 100


def test_a_checksum_is_held_against_the_part(sender: Client) -> None:
    address = begin(sender)["Location"]
    right = base64.b64encode(hashlib.sha256(CONTENT[:50]).digest()).decode()
    assert patch(sender, address, 0, b"y" * 50, Upload_Checksum=f"sha256 {right}").status_code == 460
    assert patch(sender, address, 0, CONTENT[:50], Upload_Checksum="crc9 AAAA").status_code == 400
    assert patch(sender, address, 0, CONTENT[:50], Upload_Checksum="sha1 ???").status_code == 400
    assert sender.head(address, **headers())["Upload-Offset"] == "0"
    assert patch(sender, address, 0, CONTENT[:50], Upload_Checksum=f"sha256 {right}")["Upload-Offset"] == "50"


def test_nobody_reaches_the_upload_of_another(sender: Client) -> None:
    address = begin(sender)["Location"]
    for stranger in (signed_in("nguoi.khac"), Client()):
        assert stranger.head(address, **headers()).status_code == 410
        assert patch(stranger, address, 0, CONTENT).status_code == 410
        assert stranger.delete(address, **headers()).status_code == 410
    assert sender.head(address, **headers()).status_code == 200
    with pytest.raises(UploadGone):
        take(sender, address, sender=Sender(user_id=-1))


def test_visitors_send_only_where_a_place_takes_them(client: Client) -> None:
    refused = begin(client)
    assert refused.status_code == 403
    extensions.upload_place(extensions.UploadPlace("test.open", anonymous=True))
    address = sent(client, place="test.open")
    assert Client().head(address, **headers()).status_code == 410
    assert client.head(address, **headers())["Upload-Offset"] == str(len(CONTENT))


def test_places_have_limits_and_rights_of_their_own(sender: Client) -> None:
    extensions.upload_place(extensions.UploadPlace("test.small", max_bytes=1000))
    extensions.upload_place(extensions.UploadPlace("test.closed", permission="nobody.has"))
    refused = begin(sender, place="test.small")
    assert refused.status_code == 413
    assert "1 MB" in refused.json()["title"]
    assert begin(sender, place="test.closed").status_code == 403
    assert begin(sender, place="test.unknown").status_code == 400


def test_one_sender_cannot_fill_the_disk(sender: Client, settings: Settings) -> None:
    settings.FILES_OPEN_UPLOADS = 2
    assert [begin(sender).status_code for _ in range(3)] == [201, 201, 429]
    settings.FILES_OPEN_UPLOADS, settings.FILES_OPEN_BYTES = 30, 2 * len(CONTENT) + 5
    assert begin(sender).status_code == 429
    assert begin(signed_in("nguoi.khac")).status_code == 201


def test_what_is_refused_is_told_at_once_and_removed(sender: Client, tmp_path: Path) -> None:
    program = b"MZ" + b"\0" * 3000
    address = begin(sender, length=len(program), name="giay-to.pdf")["Location"]
    answer = patch(sender, address, 0, program)
    assert answer.status_code == 415
    assert "giay-to.pdf" in answer.json()["title"]
    assert not lying(tmp_path)
    assert sender.head(address, **headers()).status_code == 410


def test_an_upload_can_be_ended(sender: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> None:
    address = begin(sender)["Location"]
    patch(sender, address, 0, CONTENT[:100])
    with django_capture_on_commit_callbacks(execute=True):
        assert sender.delete(address, **headers()).status_code == 204
    assert sender.head(address, **headers()).status_code == 410
    assert not lying(tmp_path)


def test_the_method_may_come_in_a_header(sender: Client) -> None:
    address = begin(sender)["Location"]
    said = headers(Upload_Offset="0", X_HTTP_Method_Override="PATCH")
    answer = sender.post(address, data=CONTENT[:9], content_type="application/offset+octet-stream", **said)
    assert answer["Upload-Offset"] == "9"


def test_what_nobody_goes_on_with_is_swept(sender: Client, tmp_path: Path) -> None:
    address = begin(sender)["Location"]
    patch(sender, address, 0, CONTENT[:100])
    assert services.sweep_uploads(now=datetime.now(UTC) + timedelta(hours=23)) == 0
    assert services.sweep_uploads(now=datetime.now(UTC) + timedelta(hours=25)) == 1
    assert sender.head(address, **headers()).status_code == 410
    assert not lying(tmp_path)


def test_bytes_that_belong_to_nothing_are_swept(sender: Client, tmp_path: Path) -> None:
    sent(sender)
    Upload.objects.all().delete()
    assert services.sweep_uploads(now=datetime.now(UTC) + timedelta(hours=49)) == 1
    assert not lying(tmp_path)


class Breaking:
    """A line that breaks after so many bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, size: int = -1) -> bytes:
        if not self.data:
            raise OSError("the line broke")
        given, self.data = self.data[:size], self.data[size:]
        return given


def test_a_broken_line_keeps_what_came(sender: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "PIECE_BYTES", 400)
    monkeypatch.setattr(receive, "LEAST_BYTES", 100)
    address = begin(sender)["Location"]
    user = int(sender.session["_auth_user_id"])
    who: dict[str, Any] = {"sender": Sender(user_id=user), "actor": Actor.system("test"), "now": datetime.now(UTC)}
    info = services.receive_part(uuid=uuid_of(address), offset=0, stream=Breaking(CONTENT[:850]), **who)  # type: ignore[arg-type]  # reads
    assert info.offset == 800  # the end of 50 bytes is sent again
    patch(sender, address, 800, CONTENT[800:])
    with queries.open_file(file_id=take(sender, address).id) as content:
        assert content.read() == CONTENT


def test_of_two_who_send_at_once_the_slower_is_refused(sender: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "PIECE_BYTES", 400)
    address = begin(sender)["Location"]
    user = int(sender.session["_auth_user_id"])
    who: dict[str, Any] = {"sender": Sender(user_id=user), "actor": Actor.system("test"), "now": datetime.now(UTC)}

    class Slow(Breaking):
        def read(self, size: int = -1) -> bytes:
            if len(self.data) == len(CONTENT) - 400:  # after its first piece another line is faster
                assert patch(sender, address, 400, CONTENT[400:900])["Upload-Offset"] == "900"
            return super().read(size) if self.data else b""

    with pytest.raises(OffsetConflict):
        services.receive_part(uuid=uuid_of(address), offset=0, stream=Slow(CONTENT), **who)  # type: ignore[arg-type]  # reads
    patch(sender, address, 900, CONTENT[900:])
    with queries.open_file(file_id=take(sender, address).id) as content:
        assert content.read() == CONTENT


def test_taking_asks_what_the_form_asks(sender: Client) -> None:
    address = begin(sender)["Location"]
    with pytest.raises(Invalid, match="Tờ khai"):
        take(sender, address)
    patch(sender, address, 0, CONTENT)
    with pytest.raises(WrongFileType):
        take(sender, address, allowed=frozenset({"png"}))
    with pytest.raises(FileTooLarge):
        take(sender, address, max_bytes=10)
    assert take(sender, address).size == len(CONTENT)


def test_a_form_names_an_upload_in_the_place_of_its_file(sender: Client) -> None:
    address = sent(sender)
    user = int(sender.session["_auth_user_id"])
    actor = Actor(kind=ActorKind.CITIZEN, name="Người gửi", user_id=user)
    named = {"file": f"tus:{uuid_of(address)}", "note": "tus:không phải", "other": "x"}
    now = datetime.now(UTC)
    files: MultiValueDict[str, Any] = services.with_uploads(files=MultiValueDict(), named=named, actor=actor, now=now)
    assert list(files) == ["file"]
    taken: Any = files["file"]
    assert b"".join(taken.chunks()) == CONTENT
    info = services.store(stream=taken, name="x", actor=actor, now=now)
    assert services.store(stream=taken, name="x", actor=actor, now=now) == info
    taken.close()
    strange = services.with_uploads(files=MultiValueDict(), named=named, actor=Actor.system("x"), now=now)
    with pytest.raises(UploadGone):
        services.store(stream=strange["file"], name="x", actor=actor, now=now)  # type: ignore[arg-type]  # reads


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 400), max_size=8), torn=st.lists(st.integers(0, 300), max_size=8))
def test_however_it_is_cut_the_file_arrives_as_it_was(cuts: list[int], torn: list[int], sender: Client) -> None:
    """Parts of any size, each after an attempt from a place where the upload does not stand."""
    Upload.objects.all().delete()
    address, at = begin(sender)["Location"], 0
    for size, wrong in zip(cuts, torn, strict=False):
        if wrong != at:
            assert patch(sender, address, wrong, b"z" * 20).status_code == 409
        if part := CONTENT[at : at + size]:
            at = int(patch(sender, address, at, part)["Upload-Offset"])
    patch(sender, address, at, CONTENT[at:])
    with queries.open_file(file_id=take(sender, address).id) as content:
        assert content.read() == CONTENT
