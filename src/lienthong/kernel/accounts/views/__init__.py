"""Doors of accounts."""

from .hats import choose_hat
from .sign_in import sign_in, sign_out

__all__ = ["choose_hat", "sign_in", "sign_out"]
