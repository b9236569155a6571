"""Acts of the catalogue."""

from .import_catalogue import import_catalogue, read_files
from .publish_many import publish_many
from .publish_version import publish_version
from .start_import import run_import, start_import
from .withdraw_version import withdraw_version

__all__ = [
    "import_catalogue",
    "publish_many",
    "publish_version",
    "read_files",
    "run_import",
    "start_import",
    "withdraw_version",
]
