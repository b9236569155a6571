"""Settings of a province: everything secret or local comes from the environment."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403

if "DATABASE_URL" not in os.environ:
    raise ImproperlyConfigured("DATABASE_URL must name the PostgreSQL of the province")
DEMO = False
DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
# Printed in QR codes: a receipt that leads to this machine instead of the province would be of no use.
PUBLIC_BASE_URL = os.environ.get("PUBLIC_BASE_URL", f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECOND_FACTOR_ROLES = frozenset(
    filter(None, os.environ.get("SECOND_FACTOR_ROLES", "leader,clerk,administrator").split(","))
)
SIGNATURES_PROVIDER = os.environ.get("SIGNATURES_PROVIDER", "pkcs11")
