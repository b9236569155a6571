"""Acts of files, and reading the tables that people send."""

from .store import store, store_bytes
from .tables import cell_text, read_sheets, read_table

__all__ = ["cell_text", "read_sheets", "read_table", "store", "store_bytes"]
