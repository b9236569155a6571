"""For tests and the demo: drafts of demands, and a gateway's words signed as it signs them."""

import json
from typing import Any

from django.conf import settings

from .contracts import DemandDraft, FeeLine, LineKind
from .providers.platform import CALL_BACK
from .rules import signature


def draft_of(payee_id: int, *, key: str = "H15-1:accept", amount: int = 75000, **more: Any) -> DemandDraft:
    """Return the demand of the domain's example 20.6."""
    given: dict[str, Any] = {
        "subject_type": "test.dossier",
        "subject_key": "H15.50.05-261008-0042",
        "title": "Cấp giấy phép xây dựng",
        "payee_id": payee_id,
        "payer_name": "Trần Văn Bình",
        "lines": (FeeLine("LP-GPXD", LineKind.CHARGE, "Lệ phí cấp giấy phép", amount),),
        "key": key,
    }
    return DemandDraft(**given | more)


def call_back(number: str, *, amount: object, payee: str, key: str | None = None, **more: Any) -> bytes:
    """Return a call-back as the platform sends it, signed with the key of call-backs unless another is given."""
    said: dict[str, Any] = {
        "transactionId": number,
        "amount": amount,
        "currency": "VND",
        "payee": payee,
        "status": "paid",
        "paidAt": "2026-10-08T09:20:11+07:00",
        "reference": f"GD-{number}",
        "channel": "portal",
    } | more
    values = [str(said.get(name, "")) for name in CALL_BACK]
    signed = signature(values, settings.PAYMENT_GATEWAY_CALLBACK_KEY if key is None else key)
    return json.dumps(said | {"signature": f"hmac-sha256:{signed}"}).encode()
