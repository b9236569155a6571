"""Zalo notification service (ZNS): approved templates filled with words, to a telephone number.

    {"name": "zalo-oa", "channel": "zalo", "kind": "zalo", "app_id": "…", "secret_key": "${ZALO_SECRET_KEY}",
     "oa_secret": "${ZALO_OA_SECRET}", "refresh_token": "${ZALO_REFRESH_TOKEN}", "price": 300,
     "templates": {"onestop.accepted": {"id": "280000", "data": {"ma_ho_so": "{code}", "han": "{due}"}}}}

The access token lives an hour or so; a refresh token works once. The worker that renews holds a lease on the provider's
row, so no other uses the same refresh token, and the new pair is stored, encrypted, before anything is sent with it.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ..contracts import MessageState, NotSent, OutgoingMessage, ReceiptNews, Refused, Taken, UnknownAddress, Way
from ..extensions import Provider, provider
from ..models import ProviderState
from ..rules import in_form
from .http import call, filled, new_client, picked
from .secrets import opened, sealed

_SEND, _RENEW = "/message/template", "/v4/oa/access_token"
_LONGEST_KEY = 48
_RENEW_BEFORE, _RENEW_LEASE = timedelta(minutes=2), timedelta(seconds=30)
# The signature covers a time stamp; a call older than this is a repetition of somebody who listened.
_OLDEST_CALL = timedelta(minutes=15)
_TOKEN = "token"  # noqa: S105  the name of a way, no secret


@provider("zalo")
class ZaloProvider(Provider):
    """An official account (OA) that may send ZNS; see the module for its settings."""

    def __init__(self, name: str, channel: str, settings: Mapping[str, Any]) -> None:
        """Read the settings; nothing is connected before the first message."""
        super().__init__(name, channel, settings)
        self._templates: Mapping[str, Mapping[str, Any]] = settings["templates"]
        self._url = str(settings.get("url", "https://business.openapi.zalo.me"))
        self._oauth = str(settings.get("oauth_url", "https://oauth.zaloapp.com"))
        self._client = new_client(settings)
        _ = settings["app_id"], settings["secret_key"], settings["refresh_token"]

    def carries(self, *, template: str, language: str) -> bool:
        """Tell whether a template was approved for this kind of message; one in Vietnamese serves both languages."""
        return f"{template}:{language}" in self._templates or template in self._templates

    def send(self, message: OutgoingMessage) -> Taken | None:
        """Send the words of the message under the approved template.

        :raises Refused: Zalo does not reach this person, or refuses the template
        :raises NotSent: Zalo does not answer
        """
        approved = self._templates.get(f"{message.template}:{message.language}") or self._templates[message.template]
        body = {
            "phone": in_form(message.address, "84"),
            "template_id": str(approved["id"]),
            "template_data": filled(approved["data"], message.words),
            "tracking_id": message.key[:_LONGEST_KEY],
        }
        answer = self._ask(body, self._token())
        if _way(answer) == _TOKEN:
            # Somebody took the token back; one renewal and one more try, then it is a fault of the set-up.
            answer = self._ask(body, self._token(renew=True))
        return self._read(answer)

    def read_webhook(
        self,
        *,
        body: bytes,
        headers: Mapping[str, str],
        query: Mapping[str, str],  # noqa: ARG002  proven by its signature alone
    ) -> Sequence[ReceiptNews]:
        """Return what the event “user received message” tells; other events tell nothing of messages.

        :raises UnknownAddress: the signature does not fit, or the call is old
        """
        try:
            event = json.loads(body)
            at = datetime.fromtimestamp(int(event["timestamp"]) / 1000, tz=UTC)
        except (ValueError, KeyError, TypeError, OverflowError, OSError) as wrong:
            raise UnknownAddress("no event") from wrong
        secret = str(self.settings.get("oa_secret", ""))
        signed = f"{self.settings['app_id']}{body.decode()}{event['timestamp']}{secret}"
        given = headers.get("X-ZEvent-Signature", "").removeprefix("mac=")
        if not secret or not hmac.compare_digest(given.encode(), hashlib.sha256(signed.encode()).hexdigest().encode()):
            raise UnknownAddress("not proven")
        if abs(timezone.now() - at) > _OLDEST_CALL:
            raise UnknownAddress("old")
        if event.get("event_name") != "user_received_message":
            return ()
        number = str(picked(event, "message.msg_id") or "")
        return [ReceiptNews(number, MessageState.ARRIVED, code="user_received_message", at=at)] if number else ()

    def close(self) -> None:
        """End the connections that were kept."""
        self._client.close()

    def _ask(self, body: Mapping[str, Any], token: str) -> Any:
        return call(self._client, "POST", self._url + _SEND, json=body, headers={"access_token": token})

    def _read(self, answer: Any) -> Taken:
        code = str(picked(answer, "error"))
        if code == "0":
            number = picked(answer, "data.msg_id")
            return Taken([str(number)] if number else [])
        way = _way(answer)
        words = str(picked(answer, "message") or "refused")
        raise Refused(words, code=code, way=Way(way) if way in set(Way) else Way.DEVELOPER, seconds=600)

    def _token(self, *, renew: bool = False) -> str:
        """Return the access token, renewed when it is about to end.

        :raises NotSent: it cannot be renewed now
        """
        now = timezone.now()
        state, _made = ProviderState.objects.get_or_create(name=self.name)
        tokens = opened(state.secrets)
        if not renew and tokens.get("until", 0) > (now + _RENEW_BEFORE).timestamp():
            return str(tokens["access_token"])
        free = Q(renewing_until=None) | Q(renewing_until__lt=now)
        mine = ProviderState.objects.filter(free, name=self.name, secrets=state.secrets)
        if not mine.update(renewing_until=now + _RENEW_LEASE):
            return self._token_of_other(state.secrets)
        return self._renewed(tokens)

    def _token_of_other(self, before: str) -> str:
        """Wait a moment for the worker that renews."""
        for _look in range(10):
            stored = ProviderState.objects.get(name=self.name).secrets
            if stored != before:
                return str(opened(stored)["access_token"])
            time.sleep(0.2)  # between two looks at the row, while the other worker asks Zalo
        raise NotSent("another worker is renewing the token")

    def _renewed(self, tokens: Mapping[str, Any]) -> str:
        refresh = str(tokens.get("refresh_token") or self.settings["refresh_token"])
        fields = {"refresh_token": refresh, "app_id": str(self.settings["app_id"]), "grant_type": "refresh_token"}
        head, mine = {"secret_key": str(self.settings["secret_key"])}, ProviderState.objects.filter(name=self.name)
        try:
            answer = call(self._client, "POST", self._oauth + _RENEW, data=fields, headers=head)
        except NotSent:
            mine.update(renewing_until=None)
            raise
        access, following = picked(answer, "access_token"), picked(answer, "refresh_token")
        if not access or not following:
            mine.update(renewing_until=None)
            raise Refused(str(picked(answer, "error_description") or "no token"), code="oauth", way=Way.DEVELOPER)
        until = time.time() + int(picked(answer, "expires_in") or 3600)
        stored = sealed({"access_token": access, "refresh_token": following, "until": until})
        mine.update(secrets=stored, renewing_until=None)
        return str(access)


def _way(answer: Any) -> str:
    """Return what follows from an answer; a code that nobody listed is tried on the next channel."""
    return _codes().get(str(picked(answer, "error")), (Way.CHANNEL.value, ""))[0]


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, str]]:
    rows = json.loads((Path(__file__).parent / "zalo_codes.json").read_text(encoding="utf-8"))
    return {code: (row[0], row[1]) for code, row in rows.items() if code != "_"}
