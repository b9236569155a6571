"""Requests, pages, static files and what a browser may do."""

import os

from csp.constants import NONE, SELF

from . import paths

ROOT_URLCONF = "lienthong.config.urls"
WSGI_APPLICATION = "lienthong.config.wsgi.application"
ASGI_APPLICATION = "lienthong.config.asgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lienthong.kernel.accounts.middleware.ClientAddressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lienthong.kernel.accounts.middleware.ActorMiddleware",
    "lienthong.kernel.audit.middleware.ReadsMiddleware",  # outside all that answers: what is shown is written down
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lienthong.kernel.ui.middleware.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # after the one above: what it sends elsewhere is no refusal
    "lienthong.kernel.accounts.middleware.AccessMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lienthong.kernel.ui.templatetags.lienthong",
                "lienthong.kernel.audit.templatetags.history",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lienthong.kernel.ui.context.page",
            ],
        },
    }
]

# How many proxies of ours stand before the program; 1 behind nginx, 0 when browsers reach it directly.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))

# The address the public knows; it stands in QR codes.
PUBLIC_BASE_URL = os.environ.get("PUBLIC_BASE_URL", "http://localhost:8000")

STATIC_URL = "/static/"
STATIC_ROOT = paths.VAR_DIR / "static"
STATICFILES_DIRS = [paths.ASSETS_DIR]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
# bpmn-js sets styles on elements it draws; only the pages that show a diagram allow it.
CSP_DIAGRAM = {"style-src": [SELF, "'unsafe-inline'"], "font-src": [SELF, "data:"]}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SESSION_ENGINE = "lienthong.kernel.accounts.sessions"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = ["lienthong.kernel.files.upload_handlers.BoundedUploadHandler"]
# The largest single file a person may send; a scan of 100 pages stays far below it.
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
# The largest whole request: a file too large is thrown away as it comes, so that the form around it is kept.
UPLOAD_REQUEST_MAX_BYTES = 512 * 1024 * 1024
