"""The time stamps of the invented authority (RFC 3161)."""

import asyncio
import secrets
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, core, tsp, x509
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from . import make_stamping_key
from .signer import ParsedKeySigner, signer_of

# A policy of our own making, under the arc for examples (RFC 5612 reserves it for documentation).
_POLICY = "1.3.6.1.4.1.32473.1.1"
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})


class TestTimeStamper(TimeStamper):
    """Stamps the moment it is given, or the moment of the machine when it answers over the network."""

    __test__ = False

    def __init__(self, *, moment: datetime | None = None) -> None:
        """Stamp one moment, or always the present one."""
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self._moment = moment

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Answer a request; a digest that is not safe any more is refused as the standard says."""
        if req["message_imprint"]["hash_algorithm"]["algorithm"].native not in _DIGESTS:
            return _refusal("bad_alg")
        signer = _signer(Path(settings.KEYS_DIR))
        content = cms.EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": core.ParsableOctetString(self._facts(req, signer).dump())}
        )
        token = await signer.async_sign_general_data(content, "sha256", detached=False, use_cades=True)
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _facts(self, req: tsp.TimeStampReq, signer: ParsedKeySigner) -> tsp.TSTInfo:
        certificate = signer.signing_cert
        if certificate is None:
            raise TypeError("the key of the time stamps has no certificate")
        facts: dict[str, Any] = {
            "version": "v1",
            "policy": _POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(63),
            "gen_time": (self._moment or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0),
            "accuracy": {"seconds": 1},
            "tsa": x509.GeneralName(name="directory_name", value=certificate.subject),
        }
        if req["nonce"].native is not None:
            facts["nonce"] = req["nonce"]
        return tsp.TSTInfo(facts)


def answer_request(data: bytes) -> bytes:
    """Answer a request for a time stamp as it comes over HTTP; what cannot be read is refused."""
    try:
        req = tsp.TimeStampReq.load(data, strict=True)
        algos.DigestAlgorithmId(req["message_imprint"]["hash_algorithm"]["algorithm"].native)
    except (ValueError, TypeError):
        return bytes(_refusal("bad_data_format").dump())
    return bytes(asyncio.run(TestTimeStamper().async_request_tsa_response(req)).dump())


def _refusal(reason: str) -> tsp.TimeStampResp:
    return tsp.TimeStampResp({"status": {"status": "rejection", "fail_info": {reason}}})


@lru_cache(maxsize=8)
def _signer(folder: Path) -> ParsedKeySigner:  # noqa: ARG001  the folder is part of the cache's key
    return signer_of(make_stamping_key())
