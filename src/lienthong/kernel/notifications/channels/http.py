"""SMS over the HTTP gateway of an aggregator; each speaks its own fields, so request and answer are data.

{"name": "gateway", "channel": "sms", "kind": "http", "url": "https://…", "format": "json", "phone": "84",
 "body": {"ApiKey": "${GATEWAY_KEY}", "Phone": "{phone}", "Content": "{text}", "IsUnicode": "{unicode}",
          "RequestId": "{key}", "CallbackUrl": "{callback}"},
 "answer": {"code": "CodeResult", "good": ["100"], "id": "SMSID", "error": "ErrorMessage",
            "ways": {"99": "person", "124": "sent", "103": "provider"}},
 "receipt": {"id": "SMSID", "state": "SendStatus", "states": {"5": "arrived", "4": "returned"},
             "proof": "token", "secret": "${GATEWAY_CALLBACK_SECRET}"}}
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote

import httpx
from django.conf import settings as program

from ..contracts import MessageState, NotSent, OutgoingMessage, ReceiptNews, Refused, Taken, UnknownAddress, Way
from ..extensions import Provider, provider
from ..rules import fill, in_form, measure

_CONNECT_SECONDS, _ANSWER_SECONDS = 5, 20
_LARGEST_ANSWER = 64 * 1024
_SENT_BEFORE = "sent"
_BUSY, _TOO_LATE = 429, 504


@provider("http")
class HttpProvider(Provider):
    """A gateway over HTTP; see the module for its settings."""

    def __init__(self, name: str, channel: str, settings: Mapping[str, Any]) -> None:
        """Read the settings; nothing is connected before the first message."""
        super().__init__(name, channel, settings)
        self._url, self._body, self._answer = str(settings["url"]), settings["body"], settings["answer"]
        self._client = new_client(settings)

    def parts(self, message: OutgoingMessage) -> int:
        """Return the number of parts: each is paid."""
        return measure(message.body).parts

    def send(self, message: OutgoingMessage) -> Taken | None:
        """Send one request and read its answer as the settings say.

        :raises Refused: the gateway answered with a code that is not good
        :raises NotSent: it cannot be reached, or its answer is none; `perhaps` when it may have taken the message
        """
        fields = filled(self._body, self._values(message))
        place = {"json": fields} if self.settings.get("format", "json") == "json" else {"data": fields}
        answer = call(self._client, self.settings.get("method", "POST"), self._url, headers=self._headers(), **place)
        return self._read(answer, message)

    def read_webhook(
        self, *, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]
    ) -> Sequence[ReceiptNews]:
        """Return what a report of delivery tells.

        :raises UnknownAddress: its proof does not fit, or it is no report
        """
        rule = self.settings.get("receipt")
        if not rule or not _is_proven(rule, body, headers, query):
            raise UnknownAddress("not proven")
        found = []
        for report in _reports(body, query):
            state = rule.get("states", {}).get(str(picked(report, rule["state"])))
            number = str(picked(report, rule["id"]) or "")
            if number and state in {MessageState.ARRIVED, MessageState.READ, MessageState.RETURNED}:
                found.append(ReceiptNews(number, MessageState(state), code=str(picked(report, rule["state"]))))
        return found

    def close(self) -> None:
        """End the connections that were kept."""
        self._client.close()

    def _values(self, message: OutgoingMessage) -> dict[str, str]:
        secret = quote(str(self.settings.get("receipt", {}).get("secret", "")))
        return {
            "phone": in_form(message.address, str(self.settings.get("phone", "84"))),
            "text": message.body,
            "unicode": "1" if measure(message.body).alphabet == "ucs2" else "0",
            "key": message.key,
            "sender": str(self.settings.get("sender", "")),
            "callback": f"{program.PUBLIC_BASE_URL}/tin-nhan/bao-nhan/{self.name}/?khoa={secret}",
        }

    def _headers(self) -> dict[str, str]:
        return {str(name): str(value) for name, value in self.settings.get("headers", {}).items()}

    def _read(self, answer: Any, message: OutgoingMessage) -> Taken:
        code = str(picked(answer, self._answer["code"]))
        numbers = [str(number)] if (number := picked(answer, self._answer.get("id", ""))) else []
        way = self._answer.get("ways", {}).get(code)
        if code in {str(good) for good in self._answer["good"]} or way == _SENT_BEFORE:
            cost = picked(answer, self._answer.get("cost", ""))
            return Taken(numbers, self.parts(message), int(cost) if str(cost).isdigit() else None)
        words = str(picked(answer, self._answer.get("error", "")) or "refused")
        pause = int(self._answer.get("pause", 60)) if way == Way.LATER else 0
        raise Refused(words, code=code, way=Way(way) if way else Way.PROVIDER, seconds=pause)


def new_client(settings: Mapping[str, Any]) -> httpx.Client:
    """Return a client that goes nowhere but where it is sent: no redirects, no proxy but the one of the settings."""
    return httpx.Client(
        timeout=httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        proxy=settings.get("proxy"),
    )


def call(client: httpx.Client, method: str, url: str, **request: Any) -> Any:
    """Send a request and return its answer, read as JSON.

    :raises NotSent: no answer, or one that is none; `perhaps` unless it surely was not taken
    """
    try:
        with client.stream(method, url, **request) as response:
            text = _bounded(response)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as failed:
        raise NotSent(str(failed) or type(failed).__name__) from failed
    except httpx.HTTPError as failed:
        raise NotSent(str(failed) or type(failed).__name__, perhaps=True) from failed
    if response.status_code == _BUSY:
        pause = response.headers.get("Retry-After", "")
        seconds = min(int(pause), 3600) if pause.isdigit() else 60
        raise Refused("too many requests", code="429", way=Way.LATER, seconds=seconds)
    try:
        return json.loads(text)
    except ValueError as wrong:
        code = str(response.status_code)
        raise NotSent(
            f"answer {code} is not JSON", code=code, perhaps=response.is_success or response.status_code == _TOO_LATE
        ) from wrong


def _bounded(response: httpx.Response) -> str:
    taken = b""
    for piece in response.iter_bytes():
        taken += piece
        if len(taken) > _LARGEST_ANSWER:
            raise NotSent("the answer is too long", perhaps=True)
    return taken.decode("utf-8", "replace")


def filled(shape: Any, values: Mapping[str, str]) -> Any:
    """Return a shape of JSON with the {names} in its texts replaced; numbers and truth stay what they are."""
    if isinstance(shape, dict):
        return {key: filled(each, values) for key, each in shape.items()}
    if isinstance(shape, list):
        return [filled(each, values) for each in shape]
    return fill(shape, values) if isinstance(shape, str) else shape


def picked(answer: Any, path: str) -> Any:
    """Return what stands in an answer under a path such as "data.msg_id"; None when there is nothing."""
    for name in path.split(".") if path else ():
        if isinstance(answer, list) and name.isdigit() and int(name) < len(answer):
            answer = answer[int(name)]
        elif isinstance(answer, dict):
            answer = answer.get(name)
        else:
            return None
    return answer if path else None


def _is_proven(rule: Mapping[str, Any], body: bytes, headers: Mapping[str, str], query: Mapping[str, str]) -> bool:
    secret = str(rule.get("secret", ""))
    if not secret:
        return False
    if rule.get("proof", "token") == "token":
        return hmac.compare_digest(query.get("khoa", "").encode(), secret.encode())
    given = headers.get(str(rule.get("header", "X-Signature")), "").removeprefix("sha256=").lower()
    return hmac.compare_digest(given.encode(), hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().encode())


def _reports(body: bytes, query: Mapping[str, str]) -> list[Any]:
    """Return the reports of a call: JSON, a form, or the address itself; gateways use each of them."""
    text = body.decode("utf-8", "replace").strip()
    if text.startswith(("{", "[")):
        try:
            read = json.loads(text)
        except ValueError as wrong:
            raise UnknownAddress("not JSON") from wrong
        return read if isinstance(read, list) else [read]
    return [dict(parse_qsl(text)) if text else dict(query)]
