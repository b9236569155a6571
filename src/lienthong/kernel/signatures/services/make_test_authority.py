"""Make the invented authority that trial and demo trust."""

from pathlib import Path

from .. import authority


def make_test_authority() -> Path:
    """Make the root key and certificate under KEYS_DIR unless they exist; return their file."""
    return authority.make_root()
