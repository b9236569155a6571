"""A payment platform over HTTP: takes signed bills, tells late, twice or with forged words, answers questions."""

import hmac
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from .gateway import Answer, Call, Peer

REQUEST = ("client_id", "command", "transaction_id", "trans_amount", "currency_code", "payee", "return_url")
STATEMENT = ("client_id", "command", "day")
CALL_BACK = ("transactionId", "amount", "currency", "payee", "status", "paidAt", "reference")


def signed(values: list[str], key: str) -> str:
    """Sign as the interface of the platform says, written apart from the program so that both must be right."""
    return hmac.new(key.encode("utf-8"), "|".join(values).encode("utf-8"), sha256).hexdigest()


@dataclass
class PaymentGateway(Peer):
    """Keeps what was paid by bill; tells of it when it is told to."""

    request_key: str = "khoá yêu cầu"
    call_back_key: str = "khoá gọi lại"
    paid: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Further lines of its lists, and bills it leaves out of them.
    also: list[dict[str, Any]] = field(default_factory=list)
    forgotten: set[str] = field(default_factory=set)

    def __init__(self) -> None:
        """Begin with nothing paid."""
        super().__init__(self._reply)
        self.paid = {}
        self.also = []
        self.forgotten = set()

    def take(self, url: str) -> dict[str, str]:
        """Let a payer pay at the address they were sent to.

        :raises ValueError: the bill is not signed by the program
        """
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}
        self._check(asked)
        self.paid[asked["transaction_id"]] = self._words(asked, "paid")
        return asked

    def tell(self, address: str, number: str, *, times: int = 1, key: str | None = None, **other: Any) -> list[int]:
        """Call the program so many times, in words of its own choice where some are given."""
        words = {**self.paid[number], **other}
        body = json.dumps(words | {"signature": self._sign(words, key or self.call_back_key)})
        return [httpx.post(address, content=body, timeout=10).status_code for _ in range(times)]

    def _listed(self, asked: dict[str, str]) -> Answer:
        if asked["check_sum"] != signed([asked[name] for name in STATEMENT], self.request_key):
            return 403, {}
        of_day = [words for words in (*self.paid.values(), *self.also) if words["paidAt"].startswith(asked["day"])]
        shown = [words for words in of_day if words["transactionId"] not in self.forgotten]
        return 200, [words | {"signature": self._sign(words, self.call_back_key)} for words in shown]

    def _reply(self, call: Call) -> Answer:
        if call.path == "/statement":
            return self._listed(call.body)
        if call.path != "/query":
            return 404, {}
        try:
            self._check(call.body)
        except ValueError:
            return 403, {}
        words = self.paid.get(call.body["transaction_id"]) or self._words(call.body, "waiting")
        return 200, words | {"signature": self._sign(words, self.call_back_key)}

    def _check(self, asked: dict[str, str]) -> None:
        if asked["check_sum"] != signed([asked[name] for name in REQUEST], self.request_key):
            raise ValueError(asked)

    @staticmethod
    def _sign(words: dict[str, Any], key: str) -> str:
        return "hmac-sha256:" + signed([str(words[name]) for name in CALL_BACK], key)

    @staticmethod
    def _words(asked: dict[str, str], status: str) -> dict[str, Any]:
        number = asked["transaction_id"]
        return {
            "transactionId": number,
            "amount": int(asked["trans_amount"]),
            "currency": asked["currency_code"],
            "payee": asked["payee"],
            "status": status,
            "paidAt": "2026-10-08T09:20:11+07:00" if status == "paid" else "",
            "reference": f"GD{len(number)}-{number}",
        }
