"""Rules of payments over plain values: sums, signatures, the code of a bank transfer."""

import hmac
import secrets
from binascii import crc_hqx
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from .contracts import CURRENCY, FeeLine, Reduction, Verdict

# No letters that are mistaken for figures when typed from a screen.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 12
LARGEST = 10**12
NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
VND_NUMBER = "704"


def new_reference() -> str:
    """Return what a transfer names and a public page is found by: twelve signs, about 59 bits."""
    return "".join(secrets.choice(SIGNS) for _ in range(REFERENCE_LENGTH))


def is_amount(amount: object) -> bool:
    """Tell whether an amount is a positive number of whole đồng that a fee can have (R-51)."""
    return isinstance(amount, int) and not isinstance(amount, bool) and 0 < amount < LARGEST


def net(lines: Iterable[FeeLine], reductions: Iterable[Reduction]) -> int:
    """Return what is left to pay, in đồng; negative when more is taken off than is asked for."""
    return sum(line.amount for line in lines) - sum(each.amount for each in reductions)


def most_refund(lines: Sequence[FeeLine], total: int) -> int:
    """Return how much of a paid demand may go back: all but the lines whose rule says they stay (R-55)."""
    kept = sum(line.amount for line in lines if not line.refundable)
    return max(total - kept, 0)


def signature(values: Sequence[str], key: str) -> str:
    """Return the HMAC-SHA256, in hex, over values joined by a vertical bar (the platform of the National Portal)."""
    return hmac.new(key.encode(), "|".join(values).encode(), sha256).hexdigest()


def is_signed(values: Sequence[str], key: str, given: str) -> bool:
    """Tell in constant time whether a signature fits; a value with a bar in it could stand for two and fits none."""
    fits = hmac.compare_digest(signature(values, key).encode(), given.removeprefix("hmac-sha256:").lower().encode())
    return fits and bool(key) and not any("|" in value for value in values)


def moment_told(said: object) -> datetime | None:
    """Return the moment that a gateway names as ISO 8601 with its zone, None when it names none that can be read."""
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def judge(call: Mapping[str, Any], *, total: int, payee: str) -> Verdict:
    """Compare a signed call-back with its demand (R-52); the state is compared under its lock."""
    if str(call.get("status")) != "paid":
        return Verdict.NOT_PAID
    if call.get("currency") != CURRENCY:
        return Verdict.WRONG_CURRENCY
    if call.get("payee") != payee:
        return Verdict.WRONG_PAYEE
    amount = call.get("amount")
    if not is_amount(amount) or amount != total:
        return Verdict.WRONG_AMOUNT
    return Verdict.ACCEPTED


def field(tag: str, value: str) -> str:
    """Return a field of an EMVCo merchant code: tag, length in two figures, value.

    :raises ValueError: the value is longer than a field can be
    """
    if len(value) > 99:
        raise ValueError(tag)
    return f"{tag}{len(value):02d}{value}"


def crc(text: str) -> str:
    """Return the checksum of a code: CRC-16 with polynomial 0x1021 from 0xFFFF (EMVCo MPM 1.1, 4.7.3), in hex."""
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def transfer_code(*, bank: str, account: str, amount: int | None = None, purpose: str = "") -> str:
    """Return the text of a VietQR code for a transfer to an account (NAPAS, QR Switch 1.5.2).

    :param bank: six-figure code of the bank
    :param amount: in đồng; None leaves it to the payer
    :param purpose: what the transfer names, letters and figures, at most 25
    :raises ValueError: a part is too long for its field
    """
    if len(purpose) > 25:
        raise ValueError(purpose)
    beneficiary = field("00", bank) + field("01", account)
    merchant = field("00", NAPAS) + field("01", beneficiary) + field("02", TO_ACCOUNT)
    parts = [
        field("00", "01"),
        field("01", "11" if amount is None else "12"),
        field("38", merchant),
        field("53", VND_NUMBER),
    ]
    if amount is not None:
        parts.append(field("54", str(amount)))
    parts.append(field("58", "VN"))
    if purpose:
        parts.append(field("62", field("08", purpose)))
    text = "".join(parts) + "6304"
    return text + crc(text)
