"""What others may ask of accounts."""

from .open_account import open_account

__all__ = ["open_account"]
