"""Where contents lie, each once, under the SHA-256 of its bytes: a folder or an S3 store behind one interface."""

from .arrival import CHUNK_BYTES, Arrival, LimitPassed, arriving
from .digest import Digest
from .folder import FolderStore, blob_path
from .interface import BlobStore
from .store import current_store, local_folder, s3_store

__all__ = [
    "CHUNK_BYTES",
    "Arrival",
    "BlobStore",
    "Digest",
    "FolderStore",
    "LimitPassed",
    "arriving",
    "blob_path",
    "current_store",
    "local_folder",
    "s3_store",
]
