"""Signing in."""

import json
import os

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lienthong.kernel.accounts.sessions.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/viec/"
ACCOUNT_ADAPTER = "lienthong.kernel.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
SESSION_COOKIE_AGE = 10 * 60 * 60
MFA_ADAPTER = "lienthong.kernel.accounts.adapter.SecondFactorAdapter"
# Signing, for who has a second factor, and changing how one signs in ask for the password or a code after this time.
STEP_UP_MINUTES = int(os.environ.get("STEP_UP_MINUTES", "10"))
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES * 60
# The codes of roles whose officers are led to switch on a second factor; nothing else opens to them until they have.
SECOND_FACTOR_ROLES: frozenset[str] = frozenset()
# The longest that emergency rights may be taken for.
EMERGENCY_MINUTES = int(os.environ.get("EMERGENCY_MINUTES", "60"))
IDP_OIDC_ADAPTER = "lienthong.kernel.accounts.adapter.SignOnAdapter"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 30 * 60
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_RATE_LIMITS = {"token": "120/m/ip"}
# The key that signs what other systems learn of people, as PEM; empty makes one under var/keys, for a single machine.
OIDC_PRIVATE_KEY = os.environ.get("OIDC_PRIVATE_KEY", "")
# Signing in through an outer identity provider (VNeID, the National Public Service Portal): off without an issuer.
SIGN_IN_ISSUER = os.environ.get("SIGN_IN_ISSUER", "")
SIGN_IN_CLIENT_ID = os.environ.get("SIGN_IN_CLIENT_ID", "")
SIGN_IN_CLIENT_SECRET = os.environ.get("SIGN_IN_CLIENT_SECRET", "")
SIGN_IN_NAME = os.environ.get("SIGN_IN_NAME", "VNeID")
SIGN_IN_SCOPE = os.environ.get("SIGN_IN_SCOPE", "openid")
# What is asked of the provider as level of assurance; empty asks for none.
SIGN_IN_ACR = os.environ.get("SIGN_IN_ACR", "")
# How the provider names what we read, and which of its levels is which of ours: they differ between versions.
SIGN_IN_CLAIMS: dict[str, str] = {
    "number": "SoDinhDanh",
    "name": "HoVaTen",
    "level": "loAs",
    "kind": "LoaiTaiKhoan",
    "verified": "",
} | json.loads(os.environ.get("SIGN_IN_CLAIMS") or "{}")
SIGN_IN_PERSON_KINDS: list[str] = json.loads(os.environ.get("SIGN_IN_PERSON_KINDS") or '["1"]')
SIGN_IN_LEVELS: dict[str, int] = json.loads(
    os.environ.get("SIGN_IN_LEVELS") or '{"1": 2, "2": 3, "LoA1": 2, "LoA2": 3}'
)
# The lowest level of ours that signs in; 3 is somebody who appeared in person (VNeID level 2).
SIGN_IN_MINIMUM_LEVEL = int(os.environ.get("SIGN_IN_MINIMUM_LEVEL", "3"))
SIGN_IN_RATE_LIMITS = {"outer": "60/m/ip"}
SOCIALACCOUNT_ADAPTER = "lienthong.kernel.accounts.adapter.OuterAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
