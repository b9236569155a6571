"""One bound SMPP session: what is sent, and a thread that reads what comes."""

import itertools
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

import structlog
from aiosmpplib.protocol import BindTransceiver, DeliverSm, DeliverSmResp, EnquireLink, SmppMessage, SubmitSm, Unbind
from aiosmpplib.state import SmppCommand, SmppCommandStatus
from django.db import connection

from ..contracts import MessageState, NotSent, ReceiptNews

log = structlog.get_logger("lienthong.notifications")

ANSWER_OK = 0
_CONNECT_SECONDS, _ANSWER_SECONDS, _ENQUIRE_SECONDS = 10, 20, 30.0
_HEADER = struct.Struct("!IIII")
_LARGEST_PDU = 70_000
_RESPONSE = 0x8000_0000
_MESSAGE_STATE, _RECEIPTED_ID = 0x0427, 0x001E
_RECEIPT = re.compile(r"(?i)\b(id|stat|err):\s*([^\s:]+)")
# Names of receipts in the text (SMPP 3.4, appendix B), and numbers of the parameter message_state (5.2.28).
_STATES = {
    "DELIVRD": MessageState.ARRIVED,
    "EXPIRED": MessageState.RETURNED,
    "DELETED": MessageState.RETURNED,
    "UNDELIV": MessageState.RETURNED,
    "REJECTD": MessageState.RETURNED,
}
_NUMBERED = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 8: "REJECTD"}

Answer = tuple[int, str]


class Session:
    """A bound transceiver. Any number of threads may submit; receipts come on a thread of its own."""

    def __init__(self, settings: Mapping[str, Any], heard: Callable[[ReceiptNews], None]) -> None:
        """Connect and bind.

        :raises NotSent: the centre cannot be reached, or refuses the bind
        """
        self._heard = heard
        self._writing = threading.Lock()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, SimpleQueue[Answer | None]] = {}
        self._ended = threading.Event()
        self._socket = _connected(settings)
        self._enquire = float(settings.get("enquire_seconds", _ENQUIRE_SECONDS))
        self._socket.settimeout(self._enquire)
        self._thread = threading.Thread(target=self._read, name="smpp", daemon=True)
        self._thread.start()
        bind = BindTransceiver(
            system_id=str(settings["system_id"]),
            password=str(settings["password"]),
            system_type=str(settings.get("system_type", "")),
        )
        try:
            status, _name = self._ask(bind)
        except NotSent as failed:
            self.close()
            raise NotSent(f"bind: {failed}") from failed
        if status != ANSWER_OK:
            self.close()
            raise NotSent("the bind was refused", code=f"{status:#x}")

    @property
    def is_open(self) -> bool:
        """Tell whether the line still stands."""
        return not self._ended.is_set()

    def submit(self, message: SubmitSm) -> Answer:
        """Submit one part and return the status and the number of the centre.

        :raises NotSent: no answer came; `perhaps` when the centre may have read it
        """
        return self._ask(message)

    def close(self) -> None:
        """Unbind and end the line."""
        if not self._ended.is_set():
            with suppress(OSError):
                self._write(Unbind(sequence_num=next(self._numbers)))
        self._end()

    def _ask(self, message: SmppMessage) -> Answer:
        message.sequence_num = next(self._numbers) % 0x7FFF_FFFF or next(self._numbers)
        answer: SimpleQueue[Answer | None] = SimpleQueue()
        self._waiting[message.sequence_num] = answer
        try:
            if self._ended.is_set():
                raise NotSent("the line is closed")
            try:
                self._write(message)
            except OSError as broken:
                raise NotSent(str(broken), perhaps=True) from broken
            given = answer.get(timeout=_ANSWER_SECONDS)
        except Empty as silent:
            raise NotSent("the message centre did not answer", perhaps=True) from silent
        finally:
            self._waiting.pop(message.sequence_num, None)
        if given is None:
            raise NotSent("the line broke before the answer", perhaps=True)
        return given

    def _write(self, message: SmppMessage) -> None:
        with self._writing:
            self._socket.sendall(message.pdu())

    def _read(self) -> None:
        try:
            while not self._ended.is_set():
                self._take(self._next())
        except (OSError, EOFError, struct.error, ValueError) as broken:
            if not self._ended.is_set():
                log.warning("smpp_line_broke", error=f"{type(broken).__name__}: {broken}")
        finally:
            self._end()
            connection.close()

    def _next(self) -> bytes:
        """Return the next PDU; a silent line is asked whether it lives, and given up when it says nothing."""
        asked = False
        head = b""
        while len(head) < _HEADER.size:
            try:
                more = self._socket.recv(_HEADER.size - len(head))
            except TimeoutError:
                if asked or head:
                    raise
                asked = True
                self._write(EnquireLink(sequence_num=next(self._numbers)))
                continue
            if not more:
                raise EOFError("closed by the message centre")
            head += more
        length = _HEADER.unpack(head)[0]
        if not _HEADER.size <= length <= _LARGEST_PDU:
            raise ValueError(f"a PDU of {length} bytes")
        while len(head) < length:
            more = self._socket.recv(length - len(head))
            if not more:
                raise EOFError("closed in the middle of a PDU")
            head += more
        return head

    def _take(self, pdu: bytes) -> None:
        _length, command, status, number = _HEADER.unpack_from(pdu)
        if command & _RESPONSE:
            waiting = self._waiting.get(number)
            if waiting is not None:
                waiting.put((status, pdu[_HEADER.size :].split(b"\0", 1)[0].decode("ascii", "replace")))
        elif command == SmppCommand.DELIVER_SM:
            self._deliver(pdu, number)
        elif command == SmppCommand.ENQUIRE_LINK:
            self._write(_answer_to(SmppCommand.ENQUIRE_LINK_RESP, number))
        elif command == SmppCommand.UNBIND:
            self._write(_answer_to(SmppCommand.UNBIND_RESP, number))
            raise EOFError("unbound by the message centre")
        else:
            log.warning("smpp_command_unknown", command=f"{command:#x}")

    def _deliver(self, pdu: bytes, number: int) -> None:
        status = SmppCommandStatus.ESME_ROK
        try:
            news = receipt_of(pdu)
            if news is not None:
                self._heard(news)
        except Exception:
            # The centre keeps the receipt and brings it again: nothing of it is lost while our database is away.
            log.exception("smpp_receipt_not_kept")
            status = SmppCommandStatus.ESME_RSYSERR
        finally:
            connection.close()
        self._write(DeliverSmResp(sequence_num=number, command_status=status))

    def _end(self) -> None:
        self._ended.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for waiting in list(self._waiting.values()):
            waiting.put(None)


def receipt_of(pdu: bytes) -> ReceiptNews | None:
    """Return what a deliver_sm tells of a part; None when it is no receipt, or tells of no end.

    Centres write receipts as text, as parameters, or both; the parameters go before.
    """
    message = DeliverSm.from_pdu(pdu, SmppMessage.parse_header(pdu[: _HEADER.size]))
    if not isinstance(message, DeliverSm) or not message.is_receipt():
        return None
    said = {name.lower(): value for name, value in _RECEIPT.findall(message.short_message)}
    given = {param.tag: param.value for param in message.optional_params or ()}
    name = _NUMBERED.get(int(given.get(_MESSAGE_STATE, 0)), said.get("stat", "").upper())
    provider_id = str(given.get(_RECEIPTED_ID) or said.get("id", ""))
    if not provider_id or name not in _STATES:
        return None
    code = said.get("err", "")
    return ReceiptNews(provider_id, _STATES[name], code=f"{name} {code}".strip())


def _answer_to(command: SmppCommand, number: int) -> Any:
    from aiosmpplib.protocol import MESSAGE_TYPE_MAP

    return MESSAGE_TYPE_MAP[command](sequence_num=number)


def _connected(settings: Mapping[str, Any]) -> socket.socket:
    place = (str(settings["host"]), int(settings["port"]))
    try:
        line = socket.create_connection(place, timeout=_CONNECT_SECONDS)
        if settings.get("tls"):
            return ssl.create_default_context().wrap_socket(line, server_hostname=place[0])
    except OSError as failed:
        raise NotSent(f"{place[0]}:{place[1]}: {failed}") from failed
    return line
