"""Keys in a token or HSM, over PKCS#11: the key never leaves it. The settings name the module, the token and its PIN.

The label of the key and of its certificate in the token is the key of our records.
"""

import os
import threading
from contextlib import suppress

from asn1crypto import pem, x509
from django.conf import settings
from django.utils.translation import gettext as _
from pkcs11 import Session
from pkcs11.exceptions import PKCS11Error, UserAlreadyLoggedIn
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer

from .. import authority
from ..contracts import KeyRefused, ProviderMissing
from ..extensions import SigningProvider

# A session with a token is of one thread and one process; a forked child must not use that of its parent.
_sessions = threading.local()


class _TokenSigner(PKCS11Signer):
    """Signs in the token; one that was pulled out or locked is told in words, and its session is forgotten."""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  the library's own signature
        try:
            value: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
        except PKCS11Error as error:
            _forget()
            raise _refusal(error) from error
        return value


class TokenProvider(SigningProvider):
    """Finds a key in the token by its label."""

    def signer(self, *, key: str, signer_name: str) -> Signer:  # noqa: ARG002  the certificate in the token names the signer
        """Return the signer of a label.

        :raises ProviderMissing: the module or token is not set up here, or holds no key and certificate of the label
        :raises KeyRefused: the token does not open with the PIN
        """
        made: dict[str, Signer] = _of_this_thread()
        if key not in made:
            try:
                # The certificates above it are those trusted here; what else lies in the token is nobody's business.
                above = [x509.Certificate.load(pem.unarmor(one)[2]) for one in authority.trusted_certificates()]
                signer = _TokenSigner(_session(), cert_label=key, key_label=key, ca_chain=above)
                found: x509.Certificate | None = signer.signing_cert
                # Many tokens make the digest of a curve's signature only outside; every one takes a digest.
                signer.use_raw_mechanism = found is not None and found.public_key.algorithm == "ec"
            except PKCS11Error as error:
                _forget()
                raise _refusal(error) from error
            if found is None:
                raise ProviderMissing(_("The key has no certificate. Tell the administrator."), key=key)
            made[key] = signer
        return made[key]


def _of_this_thread() -> dict[str, Signer]:
    place = (os.getpid(), settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN)
    if getattr(_sessions, "place", None) != place:
        _forget()
        _sessions.place, _sessions.signers = place, {}
    signers: dict[str, Signer] = _sessions.signers
    return signers


def _session() -> Session:
    if not (settings.PKCS11_MODULE and settings.PKCS11_TOKEN):
        message = _("Digital signing is not set up on this server (provider “%(name)s”). Tell the administrator.")
        raise ProviderMissing(message % {"name": "pkcs11"}, name="pkcs11")
    if not hasattr(_sessions, "session"):
        _sessions.session = _open(str(settings.PKCS11_PIN) or None)
    session: Session = _sessions.session
    return session


def _open(pin: str | None) -> Session:
    criteria = TokenCriteria(label=settings.PKCS11_TOKEN)
    try:
        return open_pkcs11_session(settings.PKCS11_MODULE, token_criteria=criteria, user_pin=pin)
    except UserAlreadyLoggedIn:
        # A token is opened for a whole process: another thread has given the PIN.
        return open_pkcs11_session(settings.PKCS11_MODULE, token_criteria=criteria)


def _forget() -> None:
    """Close the session of this thread; one inherited from a parent process is left alone."""
    session, place = getattr(_sessions, "session", None), getattr(_sessions, "place", (0,))
    _sessions.__dict__.clear()
    if session is not None and place[0] == os.getpid():
        with suppress(PKCS11Error):
            session.close()


def _refusal(error: PKCS11Error) -> KeyRefused:
    message = _("The signing token refused (%(reason)s). Check that it is plugged in and not locked.")
    reason = str(error) or type(error).__name__
    return KeyRefused(message % {"reason": reason}, reason=reason)
