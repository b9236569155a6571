"""SMS over SMPP 3.4: one bound session a process and provider, receipts as they come.

The PDUs are those of aiosmpplib; its session is not used, because it splits long texts by octets and tells nothing of
the parts. A submission waits for the answer of the centre; receipts are answered only after they are written down.
"""

import threading
from collections.abc import Mapping
from typing import Any

from aiosmpplib.protocol import SubmitSm
from aiosmpplib.state import NPI, TON, OptionalParam, PhoneNumber

from ..contracts import NotSent, OutgoingMessage, ReceiptNews, Refused, Taken, Way
from ..extensions import Provider, provider, tell_receipts
from ..rules import in_form, measure, split
from .smpp_session import ANSWER_OK, Session

_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER = 0x020C, 0x020E, 0x020F
_MOST_PARTS = 255
# Codes of SMPP 3.4, 5.1.3; what is not named is tried again, since centres add codes of their own.
_WAYS = {
    0x0B: (Way.PERSON, "ESME_RINVDSTADR"),
    0x0A: (Way.DEVELOPER, "ESME_RINVSRCADR"),
    0x0D: (Way.PROVIDER, "ESME_RBINDFAIL"),
    0x14: (Way.LATER, "ESME_RMSGQFUL"),
    0x33: (Way.DEVELOPER, "ESME_RINVNUMDESTS"),
    0x45: (Way.PROVIDER, "ESME_RSUBMITFAIL"),
    0x58: (Way.LATER, "ESME_RTHROTTLED"),
    0x61: (Way.DEVELOPER, "ESME_RINVSCHED"),
    0x65: (Way.PROVIDER, "ESME_RX_P_APPN"),
    0x66: (Way.PROVIDER, "ESME_RX_R_APPN"),
}
_PAUSE_SECONDS = 5


@provider("smpp")
class SmppProvider(Provider):
    """A message centre (SMSC) to which this program binds as a transceiver.

    Settings: host, port, system_id, password (at most 8 letters), system_type, sender (the registered brand name),
    tls (bool), enquire_seconds.
    """

    def __init__(self, name: str, channel: str, settings: Mapping[str, Any]) -> None:
        """Read the settings; nothing is connected before the first message."""
        super().__init__(name, channel, settings)
        self.sender = str(settings["sender"])
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._reference = 0
        _ = settings["host"], settings["port"], settings["system_id"], settings["password"]

    def parts(self, message: OutgoingMessage) -> int:
        """Return the number of parts: each is paid."""
        return measure(message.body).parts

    def send(self, message: OutgoingMessage) -> Taken | None:
        """Submit the parts one after another and return the numbers of the centre.

        :raises Refused: the centre refused the first part
        :raises NotSent: it does not answer; `perhaps` when it may have taken something
        """
        session = self.session()
        taken: list[str] = []
        for submission in self._submissions(message):
            try:
                status, number = session.submit(submission)
            except NotSent as failed:
                self._drop(session)
                raise NotSent(str(failed), perhaps=failed.perhaps or bool(taken)) from failed
            if status != ANSWER_OK:
                raise _refusal(status, perhaps=bool(taken))
            taken.append(number)
        return Taken(provider_ids=tuple(taken), parts=len(taken))

    def session(self) -> Session:
        """Return the bound session, bound anew when the line broke.

        :raises NotSent: the centre cannot be reached or refuses the bind
        """
        with self._lock:
            if self._session is None or not self._session.is_open:
                self._session = Session(self.settings, self._heard)
            return self._session

    def close(self) -> None:
        """Unbind."""
        with self._lock:
            if self._session is not None:
                self._session.close()
            self._session = None

    def _drop(self, session: Session) -> None:
        with self._lock:
            session.close()
            if self._session is session:
                self._session = None

    def _heard(self, news: ReceiptNews) -> None:
        tell_receipts(self.name, [news])

    def _submissions(self, message: OutgoingMessage) -> list[SubmitSm]:
        texts = split(message.body)
        if len(texts) > _MOST_PARTS:
            raise Refused("too long for an SMS", code="too_long", way=Way.DEVELOPER)
        encoding = "ucs2" if measure(message.body).alphabet == "ucs2" else None
        reference = self._next_reference()
        made = []
        for number, text in enumerate(texts, start=1):
            marks = [
                OptionalParam(_SAR_REFERENCE, reference),
                OptionalParam(_SAR_TOTAL, len(texts)),
                OptionalParam(_SAR_NUMBER, number),
            ]
            made.append(
                SubmitSm(
                    short_message=text,
                    source=PhoneNumber(self.sender, TON.ALPHANUMERIC, NPI.UNKNOWN),
                    destination=PhoneNumber(in_form(message.address, "84"), TON.INTERNATIONAL, NPI.ISDN),
                    registered_delivery=1,
                    encoding=encoding,
                    optional_params=marks if len(texts) > 1 else [],
                )
            )
        return made

    def _next_reference(self) -> int:
        with self._lock:
            self._reference = self._reference % 0xFFFF + 1
            return self._reference


def _refusal(status: int, *, perhaps: bool) -> NotSent:
    way, name = _WAYS.get(status, (Way.LATER, "unknown"))
    if perhaps:
        # Some parts are on their way: no other provider may send them again.
        return NotSent(f"{name} after the first part", code=f"{status:#x}", perhaps=True)
    return Refused(name, code=f"{status:#x}", way=way, seconds=_PAUSE_SECONDS if way is Way.LATER else 0)
