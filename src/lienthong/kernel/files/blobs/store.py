"""Which store the settings name."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from .folder import FolderStore
from .interface import BlobStore

if TYPE_CHECKING:
    from .s3 import S3Store


def current_store() -> BlobStore:
    """Return the store that holds the contents: the bucket when one is named, else the folder."""
    return s3_store() if settings.FILES_S3_BUCKET else FolderStore(Path(settings.MEDIA_ROOT))


def s3_store() -> "S3Store":
    """Return the store in the bucket; its connections are kept between requests."""
    return _s3(
        settings.FILES_S3_BUCKET,
        settings.FILES_S3_ENDPOINT,
        settings.FILES_S3_REGION,
        settings.FILES_S3_ACCESS_KEY,
        settings.FILES_S3_SECRET_KEY,
        settings.FILES_S3_PREFIX,
        Path(settings.MEDIA_ROOT) / ".cache",
    )


@lru_cache(maxsize=4)
def _s3(
    bucket: str, endpoint: str, region: str, access_key: str, secret_key: str, prefix: str, cache: Path
) -> "S3Store":
    from .s3 import S3Store  # boto3 takes a third of a second to load; folders do without

    return S3Store(
        bucket=bucket,
        endpoint=endpoint,
        region=region,
        access_key=access_key,
        secret_key=secret_key,
        prefix=prefix,
        cache=cache,
    )


def local_folder() -> Path:
    """Return the folder of this machine in which contents arrive, on the same disk as the folder of contents."""
    incoming = Path(settings.MEDIA_ROOT) / ".incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    return incoming
