"""Tokens that a provider gives, unreadable to who sees only the database."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def sealed(tokens: dict[str, Any]) -> str:
    """Return tokens as they are stored."""
    return _cipher().encrypt(json.dumps(tokens).encode()).decode()


def opened(stored: str) -> dict[str, Any]:
    """Return tokens as they are used; none when the key of the program is another one (SECRET_KEY_FALLBACKS)."""
    if not stored:
        return {}
    try:
        tokens: dict[str, Any] = json.loads(_cipher().decrypt(stored.encode()))
    except InvalidToken:
        return {}
    return tokens


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"lienthong.notifications.tokens:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
