"""Where channels and systems' templates are registered."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from .contracts import OutgoingMessage, Recipient, TemplateText


class Channel(ABC):
    """A way to reach people. `send` may be called twice for one message (same id) and must bear it."""

    name: ClassVar[str] = ""

    @property
    def is_ready(self) -> bool:
        """Tell whether the channel is set up on this server."""
        return True

    @abstractmethod
    def address_of(self, recipient: Recipient) -> str:
        """Return where this channel reaches the recipient; empty when it cannot."""

    @abstractmethod
    def send(self, message: OutgoingMessage) -> None:
        """Carry one message; whatever is raised counts as a failed attempt."""


K = TypeVar("K", bound=type[Channel])
_channels: dict[str, Channel] = {}
_templates: dict[tuple[str, str, str], TemplateText] = {}


def channel(name: str) -> Callable[[K], K]:
    """Register a class of channels under a stable name.

    :raises ValueError: another channel has the name
    """

    def register(kind: K) -> K:
        known = _channels.get(name)
        if known is not None and type(known).__qualname__ != kind.__qualname__:
            raise ValueError(f"two channels are called {name}")
        kind.name = name
        _channels[name] = kind()
        return kind

    return register


def find_channel(name: str) -> Channel:
    """Return a registered channel.

    :raises KeyError: there is none of this name
    """
    return _channels[name]


def ready_channels() -> tuple[Channel, ...]:
    """Return the channels set up on this server, by name."""
    return tuple(_channels[name] for name in sorted(_channels) if _channels[name].is_ready)


def message_template(text: TemplateText) -> None:
    """Register the text a system brings; an administrator's later version goes before it.

    :raises ValueError: another text stands under the same key, language and channel
    """
    place = (text.key, text.language, text.channel)
    if _templates.get(place, text) != text:
        raise ValueError(f"two message templates are called {place}")
    _templates[place] = text


def register_folder(folder: Path) -> None:
    """Register the templates in `templates.json`: a list of key, language, channel ("" for all), subject, body."""
    for row in json.loads((folder / "templates.json").read_text(encoding="utf-8")):
        message_template(TemplateText(**row))


def brought_template(*, key: str, language: str, channel: str) -> TemplateText | None:
    """Return what a system brings for a channel, or for all channels."""
    return _templates.get((key, language, channel)) or _templates.get((key, language, ""))
