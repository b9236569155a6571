"""Where channels, kinds of providers, kinds of messages and systems' templates are registered."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from .contracts import MessageKind, OutgoingMessage, ReceiptNews, Recipient, Taken, TemplateText, UnknownAddress


class Carrier(ABC):
    """Whoever carries messages: a provider with which the province has a contract, or a channel by itself.

    `rate` is how many messages a second it takes at most (None: any number); `price` what one part costs (đồng).
    """

    name: str = ""
    rate: float | None = None
    price: int = 0
    channel: str = ""

    @abstractmethod
    def send(self, message: OutgoingMessage) -> Taken | None:
        """Hand one message over; it may be called twice for one (same `key`) and must bear it.

        :raises Refused: it will not carry this message, and says what follows
        :raises NotSent: it could not be reached; whatever else is raised counts the same
        """

    def parts(self, message: OutgoingMessage) -> int:  # noqa: ARG002  for providers that count
        """Return for how many parts the provider will ask its price."""
        return 1

    def carries(self, *, template: str, language: str) -> bool:  # noqa: ARG002  for providers with approved texts only
        """Tell whether it has a way to say this; a Zalo template must be approved beforehand."""
        return True


class Provider(Carrier):
    """A service set up by the operator; `settings` are those of NOTIFICATIONS_PROVIDERS with secrets put in."""

    kind: ClassVar[str] = ""

    def __init__(self, name: str, channel: str, settings: Mapping[str, Any]) -> None:
        """Read what all kinds have in common."""
        self.name = name
        self.channel = channel
        self.settings = settings
        rate = settings.get("rate")
        self.rate = float(rate) if rate else None
        self.price = int(settings.get("price", 0))

    def read_webhook(
        self,
        *,
        body: bytes,  # noqa: ARG002  for providers that call
        headers: Mapping[str, str],  # noqa: ARG002  for providers that call
        query: Mapping[str, str],  # noqa: ARG002  for providers that call
    ) -> Sequence[ReceiptNews]:
        """Return what a call of the provider tells.

        :raises UnknownAddress: the call is not proven to come from the provider
        """
        raise UnknownAddress("This provider calls nobody.")

    def close(self) -> None:
        """End connections that were kept open."""


class Channel(ABC):
    """A way to reach people, carried by providers in their order.

    `group`: of channels that reach the same device one is taken, in the order of `rank`, the next when it refuses.
    `disturbs`: it rings, so it is held back in quiet hours.
    """

    name: str = ""
    group: ClassVar[str] = ""
    rank: ClassVar[int] = 100
    disturbs: ClassVar[bool] = False

    @property
    def is_ready(self) -> bool:
        """Tell whether the channel is set up on this server."""
        return True

    @abstractmethod
    def address_of(self, recipient: Recipient) -> str:
        """Return where this channel reaches the recipient; empty when it cannot."""

    @abstractmethod
    def carriers(self) -> Sequence[Carrier]:
        """Return who carries its messages, the first to be asked first."""

    def carries(self, *, template: str, language: str) -> bool:
        """Tell whether one of its carriers has a way to say this."""
        return any(each.carries(template=template, language=language) for each in self.carriers())

    def body(self, text: str) -> str:
        """Return a text as the channel carries it, such as without diacritics."""
        return text


class OwnChannel(Carrier, Channel):
    """A channel that carries its messages by itself."""

    def carriers(self) -> Sequence[Carrier]:
        """Return itself."""
        return (self,)


K = TypeVar("K", bound=type[Channel])
P = TypeVar("P", bound=type[Provider])
_channels: dict[str, Channel] = {}
_providers: dict[str, type[Provider]] = {}
_kinds: dict[str, MessageKind] = {}
_templates: dict[tuple[str, str, str], TemplateText] = {}
_receipts: list[Callable[[str, Sequence[ReceiptNews]], None]] = []


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


def provider(kind: str) -> Callable[[P], P]:
    """Register a class of providers under the name of its kind, such as "smpp".

    :raises ValueError: another class has the name
    """

    def register(made: P) -> P:
        if _providers.setdefault(kind, made).__qualname__ != made.__qualname__:
            raise ValueError(f"two kinds of providers are called {kind}")
        made.kind = kind
        return made

    return register


def provider_class(kind: str) -> type[Provider]:
    """Return the class of a kind of providers.

    :raises KeyError: there is none of this kind
    """
    return _providers[kind]


def find_channel(name: str) -> Channel:
    """Return a registered channel.

    :raises KeyError: there is none of this name
    """
    return _channels[name]


def ready_channels() -> tuple[Channel, ...]:
    """Return the channels set up on this server, by name."""
    return tuple(_channels[name] for name in sorted(_channels) if _channels[name].is_ready)


def receipts_go_to(handler: Callable[[str, Sequence[ReceiptNews]], None]) -> None:
    """Let receipts that come over a line kept open go to this handler: name of the provider, and what it tells."""
    _receipts[:] = [handler]


def tell_receipts(provider: str, news: Sequence[ReceiptNews]) -> None:
    """Hand on what a provider told; when this raises, the provider must be told to come again."""
    for handler in _receipts:
        handler(provider, news)


def message_kind(kind: MessageKind) -> None:
    """Register a kind of message.

    :raises ValueError: another kind has the key
    """
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"two kinds of messages are called {kind.key}")


def find_kind(key: str) -> MessageKind:
    """Return a kind of message; one that nobody described is called by its key and can be switched off."""
    return _kinds.get(key) or MessageKind(key, {"vi": key, "en": key})


def fleeting_keys() -> tuple[str, ...]:
    """Return the keys of the kinds whose messages are not kept over the night."""
    return tuple(sorted(key for key, kind in _kinds.items() if kind.fleeting))


def template_keys() -> tuple[str, ...]:
    """Return the keys of the templates that systems bring, in order."""
    return tuple(sorted({key for key, _language, _channel in _templates}))


def message_template(text: TemplateText) -> None:
    """Register the text a system brings; an administrator's later version goes before it.

    :raises ValueError: another text stands under the same key, language and channel
    """
    place = (text.key, text.language, text.channel)
    if _templates.get(place, text) != text:
        raise ValueError(f"two message templates are called {place}")
    _templates[place] = text


def register_folder(folder: Path) -> None:
    """Register the templates in `templates.json` and the kinds in `kinds.json`, which may be missing.

    A template has key, language, channel ("" for all), subject, body; a kind the fields of `MessageKind`.
    """
    for row in json.loads((folder / "templates.json").read_text(encoding="utf-8")):
        message_template(TemplateText(**row))
    kinds = folder / "kinds.json"
    for row in json.loads(kinds.read_text(encoding="utf-8")) if kinds.is_file() else ():
        message_kind(MessageKind(**row))


def brought_template(*, key: str, language: str, channel: str) -> TemplateText | None:
    """Return what a system brings for a channel, or for all channels."""
    return _templates.get((key, language, channel)) or _templates.get((key, language, ""))
