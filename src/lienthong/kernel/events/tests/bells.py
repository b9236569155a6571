"""Events of the tests, and subscribers that refuse what they are told to refuse."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.services import publish

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Rang:
    """A bell has rung."""

    type: ClassVar[str] = "vn.lienthong.test.rang.v1"
    number: int


@dataclass(frozen=True)
class Unheard:
    """Nobody listens to this."""

    type: ClassVar[str] = "vn.lienthong.test.unheard.v1"


class Listener:
    """A subscriber that keeps what it heard and refuses the numbers it is told to refuse."""

    def __init__(self) -> None:
        """Hear everything at first."""
        self.heard: list[int] = []
        self.refused: set[int] = set()
        self.told: list[Delivery] = []

    def __call__(self, event: Rang, context: Delivery) -> None:
        """Keep the number, or refuse it."""
        if event.number in self.refused:
            raise RuntimeError(f"cannot hear {event.number}")
        self.heard.append(event.number)
        self.told.append(context)


def ring(*numbers: int, subject: str = "S-1") -> None:
    """Publish a ring for each number."""
    for number in numbers:
        publish(event=Rang(number), subject=subject, now=NOW, actor_name="Lê Thử")
