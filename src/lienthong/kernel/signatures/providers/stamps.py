"""Who stamps the time: the authority of the settings over HTTP (RFC 3161), or the invented one in this process."""

import asyncio
import urllib.error
import urllib.request
from datetime import datetime

from asn1crypto import tsp
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.timestamps import TimeStamper

from ..authority.stamping import TestTimeStamper
from ..contracts import StampMissing
from ..extensions import is_trial

_SECONDS, _LARGEST = 15, 256 * 1024
_GRANTED = frozenset({"granted", "granted_with_mods"})


class HttpTimeStamper(TimeStamper):
    """Asks an authority over HTTP."""

    def __init__(self, address: str) -> None:
        """Ask at an address."""
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return what the authority answers.

        :raises StampMissing: it does not answer, or not with a time stamp
        """
        return await asyncio.to_thread(self._ask, bytes(req.dump()))

    def _ask(self, data: bytes) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = urllib.request.Request(self._address, data=data, headers=headers, method="POST")  # noqa: S310  an address of the operator
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  an address of the operator
                found = tsp.TimeStampResp.load(answer.read(_LARGEST), strict=True)
            if found["status"]["status"].native in _GRANTED:
                found["time_stamp_token"]["content"].dump()
        except (urllib.error.URLError, OSError, ValueError, KeyError, TypeError) as error:
            raise no_stamp(str(error)) from error
        return found


def no_stamp(reason: str) -> StampMissing:
    """Return the refusal when no stamp could be had."""
    message = _("The time-stamping authority gave no stamp (%(reason)s). Nothing was signed; try again later.")
    return StampMissing(message % {"reason": reason}, reason=reason)


def time_stamper(*, now: datetime) -> TimeStamper:
    """Return who stamps the time on this server.

    :param now: the moment that the invented authority stamps; another one has a clock of its own
    :raises StampMissing: none is set up
    """
    if settings.SIGNATURES_TSA_URL:
        return HttpTimeStamper(str(settings.SIGNATURES_TSA_URL))
    if is_trial():
        return TestTimeStamper(moment=now)
    raise no_stamp(_("none is set up"))
