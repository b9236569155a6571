"""Settings of `make run`: the demonstration province on this machine.

The secret key is made once and kept under var/, so that nothing secret stands in the code.
"""

import os
import secrets

from .base import *  # noqa: F403
from .parts.paths import VAR_DIR


def _secret_key() -> str:
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


DEMO = True
DEBUG = os.environ.get("LIENTHONG_DEBUG") == "1"
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = ["http://localhost", "http://127.0.0.1"]
SIGNATURES_PROVIDER = "server_test_key"
