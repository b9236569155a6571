"""PostgreSQL: the server of DATABASE_URL, or the embedded one under var/.

The embedded server is started by `make run`, `make test` and `manage.py database start`, which write
its address to var/postgres.url; the settings only read it, so that importing them starts nothing.
"""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from . import paths

EMBEDDED_URL_FILE = paths.VAR_DIR / "postgres.url"

# A statement asked for the fifth time on a connection is planned once: the server then needs half the time.
_PREPARED_FROM = 5


def database_from_url(url: str) -> dict[str, Any]:
    """Translate a PostgreSQL URL into Django's database settings.

    :param url: `postgresql://user:password@host:port/name?host=/socket/dir`
    :returns: one entry of `DATABASES`
    :raises ValueError: the URL names another kind of database
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "lienthong.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": None if os.environ.get("PREPARED_STATEMENTS") == "off" else _PREPARED_FROM,
            **options,
        },
    }


def _url() -> str:
    if url := os.environ.get("DATABASE_URL"):
        return url
    if EMBEDDED_URL_FILE.exists():
        return EMBEDDED_URL_FILE.read_text().strip()
    return "postgresql:///lienthong"


DATABASES = {"default": database_from_url(_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes and kept over a restart, so that limits on tries hold; the table is made by a migration.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}
