"""Ways to pay: where others plug in a bank, a wallet or a gateway."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.utils.functional import Promise

from .contracts import Bill, Online


@dataclass(frozen=True)
class Offer:
    """What a payer is shown: the text of a QR code, or an address to go to. Both may be empty."""

    qr: str = ""
    url: str = ""
    facts: tuple[tuple[str | Promise, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """What a gateway said, and whether its signature proves that it was the gateway."""

    is_signed: bool
    data: Mapping[str, Any] = field(default_factory=dict)


class Way(ABC):
    """A way to pay.

    `key` is kept with each payment; `at_counter`: an officer says that the money came; `needs_reference`: naming the
    transaction.
    """

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    at_counter: ClassVar[bool] = False
    needs_reference: ClassVar[bool] = False
    online: Online = Online.NO

    def offer(self, bill: Bill, *, return_url: str) -> Offer | None:  # noqa: ARG002  for those that have something to show
        """Return how a payer pays a bill this way, None when they cannot.

        :param return_url: where a browser comes back to; it proves nothing (R-53)
        """
        return None


class Gateway(Way):
    """A way to pay that tells us of payments itself."""

    @abstractmethod
    def read(self, body: bytes) -> Told:
        """Return what a call-back says; nothing in it may be believed unless it is signed."""

    @property
    def is_ready(self) -> bool:
        """Tell whether it is set up, so that it can be asked."""
        return True

    @abstractmethod
    def statement(self, day: date) -> tuple[bytes, ...]:
        """Return what was paid through it on a day, each payment in the form of a call-back (R-54).

        :raises OSError: it cannot be reached, or says nothing that can be read
        """

    @abstractmethod
    def ask(self, bill: Bill) -> bytes:
        """Return what the gateway says of a bill, in the form of a call-back.

        :raises OSError: it cannot be reached
        """


_WAYS: dict[str, Way] = {}


def provide_way(way: Way) -> None:
    """Offer a way to pay; another one of the same key takes its place."""
    _WAYS[way.key] = way


def ways() -> tuple[Way, ...]:
    """Return the ways to pay, in the order in which they were provided."""
    return tuple(_WAYS.values())


def find_way(key: str) -> Way | None:
    """Return the way of a key, None when there is none."""
    return _WAYS.get(key)
