"""Signing: to which level each kind of paper is signed, who stamps the time, and where keys are held."""

import os

# "B-B", or with kinds of paper: "B-T; extract=B-LTA; apology=B-B".
SIGNATURE_LEVELS = os.environ.get("SIGNATURE_LEVELS", "B-B")
# The time-stamping authority (RFC 3161); without one the invented authority stamps, where its provider is in use.
SIGNATURES_TSA_URL = os.environ.get("SIGNATURES_TSA_URL", "")
# Keys of the invented authority: "ec" (P-256) or "rsa" (2048 bits); where its certificates say that it answers.
SIGNATURES_TEST_KEYS = os.environ.get("SIGNATURES_TEST_KEYS", "ec")
SIGNATURES_TEST_AUTHORITY_URL = os.environ.get("SIGNATURES_TEST_AUTHORITY_URL", "")
# How many files strangers may have verified.
SIGNATURES_RATE_LIMITS = {"verify": os.environ.get("SIGNATURES_VERIFY_RATE", "10/m/ip")}
# Provider "pkcs11": a token or HSM.
PKCS11_MODULE = os.environ.get("PKCS11_MODULE", "")
PKCS11_TOKEN = os.environ.get("PKCS11_TOKEN", "")
PKCS11_PIN = os.environ.get("PKCS11_PIN", "")
# Provider "remote": a signing service that speaks the API of the Cloud Signature Consortium.
REMOTE_SIGNING_URL = os.environ.get("REMOTE_SIGNING_URL", "")
REMOTE_SIGNING_TOKEN = os.environ.get("REMOTE_SIGNING_TOKEN", "")
REMOTE_SIGNING_PIN = os.environ.get("REMOTE_SIGNING_PIN", "")
