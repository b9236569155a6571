"""Contents in a bucket: `<prefix>ab/cd/<sha256>`; what is still coming lies under `<prefix>incoming/<upload>/`.

An object of S3 appears whole or not at all, and large ones go in parts of a few megabytes, so memory stays constant.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import wraps
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, ParamSpec, TypeVar

import boto3
import structlog
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.translation import gettext as _

from ..contracts import StoreUnavailable
from .ranges import RangeReader

MB = 1024 * 1024
_TRANSFER = TransferConfig(multipart_threshold=16 * MB, multipart_chunksize=16 * MB, max_concurrency=2)
_MISSING = {"404", "NoSuchKey", "NotFound"}
P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger("lienthong.files")


def _answered(call: Callable[P, T]) -> Callable[P, T]:
    """Turn what a store says that does not answer, or refuses, into the refusal people read."""

    @wraps(call)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return call(*args, **kwargs)
        except (ClientError, BotoCoreError, boto3.exceptions.Boto3Error) as failure:
            raise _translated(failure) from failure

    return guarded


def _translated(failure: Exception) -> Exception:
    if _is_missing(failure):
        return FileNotFoundError()
    log.error("files.store_down", error=type(failure).__name__, said=str(failure)[:300])
    return StoreUnavailable(_("The store of files does not answer. Nothing was changed; try again in a few minutes."))


def _is_missing(failure: Exception) -> bool:
    return isinstance(failure, ClientError) and failure.response.get("Error", {}).get("Code") in _MISSING


class S3Store:
    """A `BlobStore` in a bucket of S3 or of a server that speaks its protocol."""

    def __init__(
        self, *, bucket: str, endpoint: str, region: str, access_key: str, secret_key: str, prefix: str, cache: Path
    ) -> None:
        """Name the bucket; nothing is asked yet. Without keys, those of the machine are used (boto3's own search)."""
        self.bucket, self.prefix, self.cache = bucket, prefix, cache
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint or None,
            region_name=region or None,
            aws_access_key_id=access_key or None,
            aws_secret_access_key=secret_key or None,
            config=Config(connect_timeout=3, read_timeout=30, retries={"max_attempts": 2, "mode": "standard"}),
        )

    @_answered
    def keep(self, *, source: Path, sha256: str, size: int) -> None:
        """Send a content that is not there yet."""
        if self.size_of(sha256) != size:
            self._send(source, self._key(sha256))

    @_answered
    def open(self, sha256: str) -> BinaryIO:
        """Open a content; its parts are asked for as they are read."""
        return self._reader(self._key(sha256))

    @_answered
    def size_of(self, sha256: str) -> int | None:
        """Return the size of a content, None when it is not there."""
        return self._size(self._key(sha256))

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Fetch the content; the copies used last stay for the next use, up to FILES_CACHE_MB."""
        self.cache.mkdir(parents=True, exist_ok=True)
        kept = self.cache / sha256
        with tempfile.TemporaryDirectory(dir=self.cache) as folder:
            own = Path(folder) / sha256
            try:
                own.hardlink_to(kept)  # a name of our own, so that nobody takes the copy away while it is read
                os.utime(kept)
            except FileNotFoundError:
                self._fetch(self._key(sha256), own)
                with suppress(FileExistsError):
                    kept.hardlink_to(own)
            yield own
        self._trim()

    def digests(self, *, after: str = "") -> Iterator[str]:
        """List the contents; keys are in the order of their digests."""
        first = self._key(after) if after else f"{self.prefix}0"
        for entry in self._entries(self.prefix, after=first):
            name = entry["Key"].rpartition("/")[2]
            if len(name) == 64 and entry["Key"] == self._key(name):
                yield name

    @_answered
    def add_piece(self, *, upload: str, offset: int, data: bytes | memoryview) -> None:
        """Keep the piece as an object named after its place."""
        self._client.put_object(Bucket=self.bucket, Key=self._piece(upload, offset), Body=bytes(data))

    @contextmanager
    def gathered(self, *, upload: str, size: int) -> Iterator[Path]:
        """Fetch the pieces one after the other, each from where the one before ended."""
        self.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.cache) as folder:
            path = Path(folder) / upload
            with path.open("wb") as whole:
                while whole.tell() < size:
                    self._append(self._piece(upload, whole.tell()), whole)
            yield path

    @_answered
    def make_ready(self, *, upload: str, source: Path) -> None:
        """Send the checked content; the pieces go when the upload is dropped."""
        self._send(source, self._ready(upload))

    @_answered
    def open_ready(self, *, upload: str) -> BinaryIO:
        """Open the checked content."""
        return self._reader(self._ready(upload))

    @_answered
    def settle(self, *, upload: str, sha256: str, size: int) -> None:
        """Let the store copy the checked content to its place."""
        if self.size_of(sha256) == size:
            return
        source = {"Bucket": self.bucket, "Key": self._ready(upload)}
        self._client.copy(source, self.bucket, self._key(sha256), Config=_TRANSFER)

    @_answered
    def drop(self, *, upload: str) -> None:
        """Remove all objects of an upload."""
        for entry in self._entries(f"{self.prefix}incoming/{upload}/"):
            self._client.delete_object(Bucket=self.bucket, Key=entry["Key"])

    def incoming(self) -> Iterator[tuple[str, datetime]]:
        """List the uploads of which something lies in the bucket."""
        newest: dict[str, datetime] = {}
        for entry in self._entries(f"{self.prefix}incoming/"):
            upload = entry["Key"].split("/")[-2]
            newest[upload] = max(entry["LastModified"], newest.get(upload, entry["LastModified"]))
        yield from newest.items()

    def _key(self, sha256: str) -> str:
        return f"{self.prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _piece(self, upload: str, offset: int) -> str:
        return f"{self.prefix}incoming/{upload}/{offset:020d}"

    def _ready(self, upload: str) -> str:
        return f"{self.prefix}incoming/{upload}/ready"

    def _size(self, key: str) -> int | None:
        try:
            return int(self._client.head_object(Bucket=self.bucket, Key=key)["ContentLength"])
        except ClientError as failure:
            if _is_missing(failure):
                return None
            raise

    def _send(self, source: Path, key: str) -> None:
        self._client.upload_file(str(source), self.bucket, key, Config=_TRANSFER)

    def _reader(self, key: str) -> BinaryIO:
        size = self._size(key)
        if size is None:
            raise FileNotFoundError(key)
        return BufferedReader(RangeReader(ask=lambda at: self._from(key, at), size=size), buffer_size=256 * 1024)

    @_answered
    def _from(self, key: str, at: int) -> Any:
        return self._client.get_object(Bucket=self.bucket, Key=key, Range=f"bytes={at}-")["Body"]

    @_answered
    def _fetch(self, key: str, goal: Path) -> None:
        self._client.download_file(self.bucket, key, str(goal), Config=_TRANSFER)

    @_answered
    def _append(self, key: str, whole: BinaryIO) -> None:
        body = self._client.get_object(Bucket=self.bucket, Key=key)["Body"]
        for chunk in body.iter_chunks(256 * 1024):
            whole.write(chunk)

    def _entries(self, prefix: str, *, after: str = "") -> Iterator[dict[str, Any]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=prefix, StartAfter=after
        )
        try:
            for page in pages:
                yield from page.get("Contents", ())
        except (ClientError, BotoCoreError) as failure:
            raise _translated(failure) from failure

    def _trim(self) -> None:
        copies = sorted(
            (each for each in self.cache.iterdir() if each.is_file()), key=lambda each: each.stat().st_mtime
        )
        over = sum(each.stat().st_size for each in copies) - settings.FILES_CACHE_MB * MB
        for copy in copies:
            if over <= 0:
                return
            over -= copy.stat().st_size
            copy.unlink(missing_ok=True)
