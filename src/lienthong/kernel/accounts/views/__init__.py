"""Doors of accounts."""

from .account import account, choose_theme
from .hats import choose_hat
from .sessions import end_other_sessions, end_session
from .sign_in import sign_in, sign_out

__all__ = [
    "account",
    "choose_hat",
    "choose_theme",
    "end_other_sessions",
    "end_session",
    "sign_in",
    "sign_out",
]
