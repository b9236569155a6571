"""One set of tests for both places of contents: a folder, and a bucket of a real S3 server."""

import hashlib
import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.files import blobs, queries, services, testing
from lienthong.kernel.files.blobs import BlobStore, FolderStore
from lienthong.kernel.files.contracts import Sender, StoreUnavailable

from .s3 import S3Server

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ACTOR = Actor.system("test")
BIG = os.urandom(1024) * 3000  # larger than one piece of the reader


@pytest.fixture(scope="module")
def s3_server() -> Iterator[S3Server]:
    server = S3Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> BlobStore:
    settings.MEDIA_ROOT = tmp_path / "media"
    if request.param == "s3":
        server: S3Server = request.getfixturevalue("s3_server")
        for name, value in server.settings(prefix=f"{uuid4().hex}/").items():
            setattr(settings, name, value)
    return blobs.current_store()


def file_of(folder: Path, content: bytes) -> tuple[Path, str]:
    path = folder / uuid4().hex
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def test_a_content_is_kept_once_and_reads_back_from_any_place(store: BlobStore, tmp_path: Path) -> None:
    path, sha256 = file_of(tmp_path, BIG)
    for _ in range(2):
        store.keep(source=path, sha256=sha256, size=len(BIG))
    path.unlink()
    assert store.size_of(sha256) == len(BIG)
    assert list(store.digests()) == [sha256]
    with store.open(sha256) as content:
        assert content.read() == BIG
        assert content.seek(-5, io.SEEK_END) == len(BIG) - 5
        assert content.read() == BIG[-5:]
        content.seek(1_000_000)
        assert content.read(10) == BIG[1_000_000:1_000_010]
        assert content.tell() == 1_000_010
    with store.local(sha256) as local:
        assert local.read_bytes() == BIG


def test_what_is_not_there_is_told_so(store: BlobStore, tmp_path: Path) -> None:
    unknown = "0" * 64
    assert store.size_of(unknown) is None
    with pytest.raises(FileNotFoundError):
        store.open(unknown)
    with pytest.raises(FileNotFoundError), store.local(unknown):
        pass
    with pytest.raises(FileNotFoundError):
        store.open_ready(upload="x")
    with pytest.raises(FileNotFoundError):
        store.settle(upload="x", sha256=unknown, size=5)
    with pytest.raises(FileNotFoundError), store.gathered(upload="x", size=5):
        pass


def test_contents_are_listed_in_order_and_from_one_on(store: BlobStore, tmp_path: Path) -> None:
    digests = []
    for number in range(5):
        path, sha256 = file_of(tmp_path, b"%d" % number)
        store.keep(source=path, sha256=sha256, size=1)
        digests.append(sha256)
    store.add_piece(upload=str(uuid4()), offset=0, data=b"not a content")
    assert list(store.digests()) == sorted(digests)
    assert list(store.digests(after=sorted(digests)[1])) == sorted(digests)[2:]


def test_pieces_become_one_content_and_torn_attempts_are_written_over(store: BlobStore, tmp_path: Path) -> None:
    upload, whole = str(uuid4()), b"aaaabbbbcc"
    store.add_piece(upload=upload, offset=0, data=b"aaaaWRONG")  # no commit followed
    for offset, piece in ((0, b"aaaa"), (4, b"bbbb"), (8, b"cc")):
        store.add_piece(upload=upload, offset=offset, data=piece)
    sha256 = hashlib.sha256(whole).hexdigest()
    for _ in range(2):  # killed after the first time
        with store.gathered(upload=upload, size=len(whole)) as path:
            assert path.read_bytes() == whole
            store.make_ready(upload=upload, source=path)
    with store.open_ready(upload=upload) as ready:
        assert ready.read() == whole
    assert [name for name, _changed in store.incoming()][:1] == [upload]
    store.settle(upload=upload, sha256=sha256, size=len(whole))
    store.drop(upload=upload)
    store.settle(upload=upload, sha256=sha256, size=len(whole))  # a second time, after the upload is gone
    assert not list(store.incoming())
    with store.open(sha256) as content:
        assert content.read() == whole


@pytest.mark.django_db
def test_files_and_uploads_work_the_same(store: BlobStore) -> None:
    content = testing.PDF + b"%" * 5000
    info = services.store_bytes(data=content, name="a.pdf", actor=ACTOR, now=NOW)
    assert services.store_bytes(data=content, name="b.pdf", actor=ACTOR, now=NOW).sha256 == info.sha256
    sender, actor, now = Sender(user_id=7), Actor.system("test"), datetime.now(UTC)
    from lienthong.kernel.acts.contracts import ActorKind

    person = Actor(kind=ActorKind.CITIZEN, name="A", user_id=7)
    begun = services.begin_upload(name="c.pdf", place="", length=len(content), sender=sender, actor=person, now=now)
    for start in (0, 3000):
        part = io.BytesIO(content[start : start + 3000])
        services.receive_part(uuid=begun.uuid, offset=start, stream=part, sender=sender, actor=actor, now=now)
    taken = services.take_upload(uuid=begun.uuid, sender=sender, actor=actor, now=now)
    assert taken.sha256 == info.sha256
    assert list(store.digests()) == [info.sha256]
    with queries.open_file(file_id=taken.id) as kept:
        assert kept.read() == content


@pytest.mark.django_db
def test_a_damaged_and_a_missing_content_are_named(store: BlobStore, tmp_path: Path) -> None:
    whole, damaged, missing = (
        services.store_bytes(data=testing.PDF + mark, name="a.pdf", actor=ACTOR, now=NOW).sha256
        for mark in (b"1", b"2", b"3")
    )
    said = io.StringIO()
    call_command("files", "verify", stdout=said)
    assert "3" in said.getvalue()
    replace(store, damaged, testing.PDF + b"X")
    remove(store, missing)
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("files", "verify", stdout=said)
    assert f"damaged {damaged}" in said.getvalue()
    assert f"missing {missing}" in said.getvalue()
    assert whole not in said.getvalue()
    said = io.StringIO()
    with_after = max(whole, damaged, missing)
    call_command("files", "verify", "--after", with_after, stdout=said)
    assert "damaged" not in said.getvalue()


def replace(store: BlobStore, sha256: str, content: bytes) -> None:
    if isinstance(store, FolderStore):
        store.path(sha256).write_bytes(content)
    else:
        store._client.put_object(Bucket=store.bucket, Key=store._key(sha256), Body=content)  # type: ignore[attr-defined]  # S3


def remove(store: BlobStore, sha256: str) -> None:
    if isinstance(store, FolderStore):
        store.path(sha256).unlink()
    else:
        store._client.delete_object(Bucket=store.bucket, Key=store._key(sha256))  # type: ignore[attr-defined]  # S3


@pytest.mark.django_db
def test_the_folder_moves_to_the_bucket_and_on_after_an_interruption(
    s3_server: S3Server, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    infos = [
        services.store_bytes(data=testing.PDF + b"%d" % number, name="a.pdf", actor=ACTOR, now=NOW)
        for number in range(4)
    ]
    folder = FolderStore(Path(settings.MEDIA_ROOT))
    for name, value in s3_server.settings(prefix=f"{uuid4().hex}/").items():
        setattr(settings, name, value)
    bucket = blobs.s3_store()
    first = infos[0]
    bucket.keep(source=folder.path(first.sha256), sha256=first.sha256, size=first.size)  # moved before it broke off
    folder.path(infos[1].sha256).write_bytes(b"damaged")
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("files", "move-to-s3", "--remove", stdout=said)
    assert f"damaged {infos[1].sha256}" in said.getvalue()
    assert bucket.size_of(infos[1].sha256) is None
    folder.path(infos[1].sha256).write_bytes(testing.PDF + b"1")
    call_command("files", "move-to-s3", "--remove", stdout=io.StringIO())
    assert not list(folder.digests())
    assert sorted(bucket.digests()) == sorted(info.sha256 for info in infos)
    call_command("files", "verify", stdout=io.StringIO())


@pytest.mark.django_db
def test_a_silent_store_is_told_and_the_same_works_again_later(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    server = S3Server()
    for name, value in server.settings().items():
        setattr(settings, name, value)
    with pytest.raises(StoreUnavailable) as refusal:
        services.store_bytes(data=testing.PDF, name="a.pdf", actor=ACTOR, now=NOW)
    assert refusal.value.status == 503
    server.start()
    try:
        info = services.store_bytes(data=testing.PDF, name="a.pdf", actor=ACTOR, now=NOW)
        server.stop()
        with pytest.raises(StoreUnavailable):
            queries.open_file(file_id=info.id)
    finally:
        server.stop()
