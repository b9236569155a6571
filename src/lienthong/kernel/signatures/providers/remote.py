"""Keys with a signing service that speaks the API of the Cloud Signature Consortium (version 1.0.4, over HTTPS).

Only the hash of what is signed leaves the server. The key of our records is the service's name of the credential.
"""

import asyncio
from functools import lru_cache

import aiohttp
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from ..contracts import KeyRefused, ProviderMissing
from ..extensions import SigningProvider

_SECONDS = 30


class RemoteProvider(SigningProvider):
    """Asks a signing service."""

    def signer(self, *, key: str, signer_name: str) -> Signer:  # noqa: ARG002  the certificate of the service names the signer
        """Return the signer of a credential; its certificate is fetched once a process.

        :raises ProviderMissing: no service is set up here
        :raises KeyRefused: the service does not answer, or does not know the credential
        """
        if not settings.REMOTE_SIGNING_URL:
            message = _("Digital signing is not set up on this server (provider “%(name)s”). Tell the administrator.")
            raise ProviderMissing(message % {"name": "remote"}, name="remote")
        address, token = str(settings.REMOTE_SIGNING_URL).rstrip("/"), str(settings.REMOTE_SIGNING_TOKEN)
        place = CSCServiceSessionInfo(service_url=address, credential_id=key, oauth_token=token or None)
        return _RemoteSigner(place, _credential(place))


class _PinManager(CSCAuthorizationManager):
    """Authorizes each hash with the PIN of the service's account of this server."""

    def __init__(
        self, session: aiohttp.ClientSession, place: CSCServiceSessionInfo, credential: CSCCredentialInfo
    ) -> None:
        super().__init__(place, credential)
        self._session = session

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        pin = str(settings.REMOTE_SIGNING_PIN) or None
        asked = self.format_csc_auth_request(num_signatures=len(hash_b64s), hash_b64s=hash_b64s, pin=pin)
        address = self.csc_session_info.endpoint_url("credentials/authorize")  # type: ignore[no-untyped-call]  # the library leaves it untyped
        async with self._session.post(address, headers=self.auth_headers, json=asked, raise_for_status=True) as answer:
            return self.parse_csc_auth_response(await answer.json())


class _RemoteSigner(Signer):
    """Sends one hash at a time; a connection lives as long as one signature."""

    def __init__(self, place: CSCServiceSessionInfo, credential: CSCCredentialInfo) -> None:
        super().__init__(signing_cert=credential.signing_cert, cert_registry=credential.as_cert_store())
        self._place, self._credential = place, credential

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  the library's own signature
        if dry_run:
            return bytes(512)
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session:
                manager = _PinManager(session, self._place, self._credential)
                signer = CSCSigner(session, manager, sign_timeout=_SECONDS)
                value: bytes = await signer.async_sign_raw(data, digest_algorithm)
        except (SigningError, aiohttp.ClientError, TimeoutError) as error:
            raise _refusal(error) from error
        return value


@lru_cache(maxsize=512)
def _credential(place: CSCServiceSessionInfo) -> CSCCredentialInfo:
    async def fetch() -> CSCCredentialInfo:
        async with aiohttp.ClientSession() as session:
            return await fetch_certs_in_csc_credential(session, place, timeout=_SECONDS)

    try:
        return asyncio.run(fetch())
    except (SigningError, aiohttp.ClientError, TimeoutError) as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> KeyRefused:
    message = _("The signing service did not sign (%(reason)s). Try again later, or tell the administrator.")
    reason = str(error) or type(error).__name__
    return KeyRefused(message % {"reason": reason}, reason=reason)
