"""A small message centre that speaks SMPP 3.4: bind_transceiver, submit_sm, enquire_link, receipts by deliver_sm."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from aiosmpplib.protocol import (
    BindTransceiver,
    BindTransceiverResp,
    DeliverSm,
    EnquireLink,
    EnquireLinkResp,
    SmppMessage,
    SubmitSm,
    SubmitSmResp,
    UnbindResp,
)
from aiosmpplib.state import NPI, TON, PhoneNumber, SmppCommand, SmppCommandStatus

from .program import HOST, free_port

SYSTEM_ID, PASSWORD = "lienthong", "bimat"
_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER = 0x020C, 0x020E, 0x020F


@dataclass(frozen=True)
class SubmittedPart:
    """One submit_sm as it came."""

    message_id: str
    sender: str
    to: str
    text: str
    encoding: str | None
    place: tuple[int, int, int]
    data_length: int


class MessageCentre:
    """Listens; what it does with the next submissions is said by `answers` (statuses) and `receipt` (state)."""

    def __init__(self) -> None:
        """Choose a port; nothing listens yet."""
        self.port = free_port()
        self.parts: list[SubmittedPart] = []
        self.answers: list[SmppCommandStatus] = []
        self.receipt = "DELIVRD"
        self.dies_before_answer = 0
        self.receipt_answers: list[int] = []
        self._listener: socket.socket | None = None
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self._number = 0

    def up(self) -> None:
        """Listen, again at the same port."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, self.port))
        listener.listen()
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def down(self) -> None:
        """End, with all lines."""
        listener, self._listener = self._listener, None
        for line in [listener, *self._lines]:
            if line is not None:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
                line.close()
        self._lines.clear()

    def whole(self) -> list[str]:
        """Return the texts that came, parts put together."""
        texts: dict[tuple[str, int], dict[int, SubmittedPart]] = {}
        for index, part in enumerate(self.parts):
            reference, _total, number = part.place
            key = (part.to, reference) if reference else (part.to, -index - 1)
            texts.setdefault(key, {})[number] = part
        return ["".join(parts[number].text for number in sorted(parts)) for parts in texts.values()]

    def tell(self, message_id: str, state: str, *, line: socket.socket | None = None, error: str = "000") -> None:
        """Send a receipt over a line."""
        dates = "submit date:2611231000 done date:2611231001"
        text = f"id:{message_id} sub:001 dlvrd:001 {dates} stat:{state} err:{error} text:"
        receipt = DeliverSm(
            short_message=text,
            source=PhoneNumber("84912345678", TON.INTERNATIONAL, NPI.ISDN),
            destination=PhoneNumber("KHANHHOA", TON.ALPHANUMERIC, NPI.UNKNOWN),
            esm_class=0b00000100,
            sequence_num=self._next(),
        )
        (line or self._lines[-1]).sendall(receipt.pdu())

    def ask_whether_alive(self) -> None:
        """Send an enquire_link."""
        self._lines[-1].sendall(EnquireLink(sequence_num=self._next()).pdu())

    def _next(self) -> int:
        with self._lock:
            self._number += 1
            return self._number

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            self._lines.append(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError, EOFError):
            while True:
                self._answer(line, _read(line))

    def _answer(self, line: socket.socket, pdu: bytes) -> None:
        header = SmppMessage.parse_header(pdu[:16])
        number = header.sequence_num
        if header.smpp_command == SmppCommand.BIND_TRANSCEIVER:
            asked = BindTransceiver.from_pdu(pdu, header)
            assert isinstance(asked, BindTransceiver)
            known = (asked.system_id, asked.password) == (SYSTEM_ID, PASSWORD)
            status = SmppCommandStatus.ESME_ROK if known else SmppCommandStatus.ESME_RINVPASWD
            line.sendall(BindTransceiverResp(sequence_num=number, command_status=status, system_id="smsc").pdu())
        elif header.smpp_command == SmppCommand.SUBMIT_SM:
            self._take(line, pdu, number)
        elif header.smpp_command == SmppCommand.ENQUIRE_LINK:
            line.sendall(EnquireLinkResp(sequence_num=number).pdu())
        elif header.smpp_command == SmppCommand.UNBIND:
            line.sendall(UnbindResp(sequence_num=number).pdu())
            raise EOFError
        elif header.smpp_command == SmppCommand.DELIVER_SM_RESP:
            self.receipt_answers.append(int(header.command_status))

    def _take(self, line: socket.socket, pdu: bytes, number: int) -> None:
        asked = SubmitSm.from_pdu(pdu, SmppMessage.parse_header(pdu[:16]), default_encoding="gsm0338")
        assert isinstance(asked, SubmitSm)
        status = self.answers.pop(0) if self.answers else SmppCommandStatus.ESME_ROK
        if status is not SmppCommandStatus.ESME_ROK:
            line.sendall(SubmitSmResp(sequence_num=number, command_status=status).pdu())
            return
        marks = {param.tag: int(param.value) for param in asked.optional_params or ()}
        message_id = f"{self._next():08X}"
        self.parts.append(
            SubmittedPart(
                message_id=message_id,
                sender=asked.source.number,
                to=asked.destination.number,
                text=asked.short_message,
                encoding=asked.encoding,
                place=(marks.get(_SAR_REFERENCE, 0), marks.get(_SAR_TOTAL, 1), marks.get(_SAR_NUMBER, 1)),
                data_length=len(pdu),
            )
        )
        if self.dies_before_answer:
            self.dies_before_answer -= 1
            line.close()
            raise EOFError
        if self.receipt:
            self.tell(message_id, self.receipt, line=line)  # before the answer: the worst order
        line.sendall(SubmitSmResp(sequence_num=number, message_id=message_id).pdu())


def _read(line: socket.socket) -> bytes:
    head = _exactly(line, 16)
    return head + _exactly(line, struct.unpack("!I", head[:4])[0] - 16)


def _exactly(line: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = line.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return data


@contextmanager
def message_centre() -> Iterator[MessageCentre]:
    """Keep a message centre running while the block lasts."""
    centre = MessageCentre()
    centre.up()
    try:
        yield centre
    finally:
        centre.down()
