"""The channels the program brings, and the kinds of providers behind them."""

from . import email, file, http, in_app, phone, smpp, zalo
from .setup import all_providers, find_provider, providers_of

__all__ = [
    "all_providers",
    "email",
    "file",
    "find_provider",
    "http",
    "in_app",
    "phone",
    "providers_of",
    "smpp",
    "zalo",
]
