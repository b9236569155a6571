"""A payment platform of the National Portal's kind: signed request, signed call-back, signed answer to a question."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lienthong.systems.payments.contracts import CURRENCY, Bill, Online
from lienthong.systems.payments.extensions import Gateway, Offer, Told
from lienthong.systems.payments.rules import is_signed, signature

REQUEST = ("client_id", "command", "transaction_id", "trans_amount", "currency_code", "payee", "return_url")
CALL_BACK = ("transactionId", "amount", "currency", "payee", "status", "paidAt", "reference")
STATEMENT = ("client_id", "command", "day")
SECONDS = 10


class Platform(Gateway):
    """The gateway named in the settings; without its address it offers nothing and believes nothing."""

    key = "platform"
    label = _("Online")

    @property
    def online(self) -> Online:  # type: ignore[override]  # read from the settings, which tests change
        """Return where a payment counts (R-56)."""
        return Online(settings.PAYMENT_GATEWAY_ONLINE)

    @property
    def is_ready(self) -> bool:
        """Tell whether it has an address."""
        return bool(settings.PAYMENT_GATEWAY_URL)

    def offer(self, bill: Bill, *, return_url: str) -> Offer | None:
        """Return the signed address at which the payer pays."""
        if not settings.PAYMENT_GATEWAY_URL:
            return None
        asked = _request("pay", bill, return_url)
        return Offer(url=f"{settings.PAYMENT_GATEWAY_URL}/pay?{urlencode(asked)}")

    def read(self, body: bytes) -> Told:
        """Read a call-back; the key of call-backs is another than that of requests."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            return Told(is_signed=False)
        if not isinstance(data, dict):
            return Told(is_signed=False)
        values = [str(data.get(name, "")) for name in CALL_BACK]
        return Told(is_signed(values, settings.PAYMENT_GATEWAY_CALLBACK_KEY, str(data.get("signature", ""))), data)

    def ask(self, bill: Bill) -> bytes:
        """Ask how a bill stands.

        :raises OSError: no answer, or none that says anything
        """
        if not settings.PAYMENT_GATEWAY_URL:
            raise OSError
        return _post("query", _request("query", bill, ""))

    def statement(self, day: date) -> tuple[bytes, ...]:
        """Ask what was paid on a day: a list of call-backs, each signed by itself.

        :raises OSError: no answer, or none that is a list
        """
        asked = {"client_id": settings.PAYMENT_GATEWAY_CLIENT, "command": "statement", "day": day.isoformat()}
        check = signature([asked[name] for name in STATEMENT], settings.PAYMENT_GATEWAY_REQUEST_KEY)
        try:
            listed = json.loads(_post("statement", asked | {"check_sum": check}))
        except (ValueError, RecursionError) as failure:
            raise OSError(str(failure)) from failure
        if not isinstance(listed, list):
            raise OSError
        return tuple(json.dumps(each, sort_keys=True).encode() for each in listed)


def _post(path: str, asked: Mapping[str, Any]) -> bytes:
    try:
        answer = httpx.post(f"{settings.PAYMENT_GATEWAY_URL}/{path}", json=dict(asked), timeout=SECONDS)
        answer.raise_for_status()
    except httpx.HTTPError as failure:
        raise OSError(str(failure)) from failure
    return answer.content


def _request(command: str, bill: Bill, return_url: str) -> Mapping[str, Any]:
    asked = {
        "client_id": settings.PAYMENT_GATEWAY_CLIENT,
        "command": command,
        "transaction_id": bill.number,
        "trans_amount": str(bill.total),
        "currency_code": CURRENCY,
        "payee": bill.payee_code,
        "return_url": return_url,
    }
    check = signature([asked[name] for name in REQUEST], settings.PAYMENT_GATEWAY_REQUEST_KEY)
    return {**asked, "version": "1", "locale": "vi", "country_code": "VN", "environment": "1", "check_sum": check}
