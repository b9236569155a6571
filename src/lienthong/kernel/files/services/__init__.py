"""Acts of files."""

from .store import store, store_bytes

__all__ = ["store", "store_bytes"]
