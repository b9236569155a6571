"""What an act leaves behind it, history and events: written at once, or for several acts together."""

from typing import Protocol, Unpack

from lienthong.kernel.audit import services as audit
from lienthong.kernel.audit.contracts import Entry
from lienthong.kernel.events import services as events
from lienthong.kernel.events.contracts import Fact


class Traces(Protocol):
    """Where the run of an act puts its entry in the history and its events."""

    def record(self, **entry: Unpack[Entry]) -> None:
        """Take an entry of the history."""

    def publish(self, **fact: Unpack[Fact]) -> None:
        """Take an event."""


class AtOnce:
    """Writes each at once."""

    def record(self, **entry: Unpack[Entry]) -> None:
        """Write the entry."""
        audit.record(**entry)

    def publish(self, **fact: Unpack[Fact]) -> None:
        """Write the event."""
        events.publish(**fact)


class Kept:
    """Keeps what several acts leave, to be written in their order before their common transaction ends."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.entries: list[Entry] = []
        self.facts: list[Fact] = []

    def record(self, **entry: Unpack[Entry]) -> None:
        """Keep the entry."""
        self.entries.append(entry)

    def publish(self, **fact: Unpack[Fact]) -> None:
        """Keep the event."""
        self.facts.append(fact)

    def add(self, other: "Kept") -> None:
        """Keep what an act left that was done whole."""
        self.entries += other.entries
        self.facts += other.facts

    def write(self) -> None:
        """Write all that was kept. Two statements, and one for every subject whose events are heard."""
        audit.record_all(self.entries)
        events.publish_all(self.facts)


AT_ONCE = AtOnce()
