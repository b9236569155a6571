"""Doors of accounts."""

from .account import account, choose_theme
from .hats import choose_hat
from .sign_in import sign_in, sign_out

__all__ = ["account", "choose_hat", "choose_theme", "sign_in", "sign_out"]
