"""Settings of the test suite: strict templates, quick passwords, nothing shared with a running program."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403

DEMO = True
DEBUG = False
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_SCRATCH = Path(tempfile.gettempdir()) / f"lienthong-tests-{os.getuid()}" / _WORKER
MEDIA_ROOT = _SCRATCH / "files"
KEYS_DIR = _SCRATCH / "keys"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SIGNATURES_PROVIDER = "server_test_key"
ACCOUNT_RATE_LIMITS = {}
SIGN_IN_RATE_LIMITS = {}
# A parallel suite makes the tables once; each of its processes begins with a copy.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("LIENTHONG_TEST_TEMPLATE") or None}  # noqa: F405
