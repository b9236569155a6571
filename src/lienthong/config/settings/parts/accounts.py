"""Signing in."""

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
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SESSION_COOKIE_AGE = 10 * 60 * 60
MFA_ADAPTER = "lienthong.kernel.accounts.adapter.SecondFactorAdapter"
# Signing, for who has a second factor, and changing how one signs in ask for the password or a code after this time.
STEP_UP_MINUTES = int(os.environ.get("STEP_UP_MINUTES", "10"))
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES * 60
# The codes of roles whose officers are led to switch on a second factor; nothing else opens to them until they have.
SECOND_FACTOR_ROLES: frozenset[str] = frozenset()
IDP_OIDC_ADAPTER = "lienthong.kernel.accounts.adapter.SignOnAdapter"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 30 * 60
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_RATE_LIMITS = {"token": "120/m/ip"}
# The key that signs what other systems learn of people, as PEM; empty makes one under var/keys, for a single machine.
OIDC_PRIVATE_KEY = os.environ.get("OIDC_PRIVATE_KEY", "")
