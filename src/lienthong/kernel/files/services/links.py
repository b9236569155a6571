"""Links by which another system fetches one file for a short time, without an account."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from ..queries.links import SALT


def sign_link(*, file_id: int, receiver: str, record: str, people: Iterable[int], seconds: int, now: datetime) -> str:
    """Return an address that opens one file to whoever has it, for some seconds; each fetch is written down.

    The caller has checked that the receiver may have it. Nothing is stored: the address says all, and is signed.

    :param receiver: whom the log names as the reader
    :param record: code of the record that holds the file
    :param people: whose personal data it holds (ids of parties)
    """
    said = [file_id, receiver, record, list(people), int(now.timestamp()) + seconds]
    token = signing.dumps(said, salt=SALT, compress=True)
    return f"{str(settings.PUBLIC_BASE_URL).rstrip('/')}{reverse('files:linked', args=[token])}"
