"""Over which channels somebody is told: what is set up, what reaches them, what they chose, what law demands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from ..contracts import Choices, MessageKind, Recipient
from ..extensions import Channel, find_kind, ready_channels
from ..models import BlockedAddress, KindChoice, PersonChoice
from ..rules import QuietHours, after_quiet


@dataclass(frozen=True)
class Route:
    """The first channel of a device, the address there, and the channels to go to when it refuses."""

    channel: Channel
    address: str
    further: tuple[str, ...]


@dataclass
class Router:
    """Finds routes for the recipients of one kind of message; what people chose is read for all of them at once."""

    template: str
    recipients: list[Recipient]
    channels: tuple[Channel, ...] = field(default_factory=ready_channels)

    @cached_property
    def kind(self) -> MessageKind:
        """The kind of message, which has the key of its template."""
        return find_kind(self.template)

    @cached_property
    def choices(self) -> Mapping[int, Choices]:
        """What the recipients with an account chose. Two statements."""
        return choices_of({to.user_id for to in self.recipients if to.user_id is not None}, kind=self.template)

    @cached_property
    def usual(self) -> tuple[str, ...] | None:
        """The channels that the province chose for this kind; None for all."""
        row = KindChoice.objects.filter(user=None, kind=self.template).first()
        return tuple(row.channels) if row else None

    @cached_property
    def blocked(self) -> set[tuple[str, str]]:
        """Addresses that want no more than law demands."""
        addresses = {each.address_of(to) for each in self.channels for to in self.recipients} - {""}
        rows = BlockedAddress.objects.filter(address__in=addresses)
        return set(rows.values_list("channel", "address"))

    def choices_for(self, to: Recipient) -> Choices:
        """Return what a recipient chose."""
        return self.choices.get(to.user_id, Choices()) if to.user_id is not None else Choices()

    def routes(self, to: Recipient, *, language: str) -> list[Route]:
        """Return a route for each device over which the recipient is told."""
        wanted = self._wanted(to)
        found = self._routes(to, language, wanted)
        if not found and self.kind.mandatory and wanted is not None:
            found = self._routes(to, language, None)
        return found

    def _wanted(self, to: Recipient) -> frozenset[str] | None:
        chosen = self.choices_for(to)
        names = chosen.channels.get(self.template, self.usual)
        wanted = None if names is None else frozenset(names)
        if chosen.digest and to.user_id is not None and not (self.kind.urgent or self.kind.mandatory):
            # The day's notices come in one mail.
            every = wanted if wanted is not None else frozenset(each.name for each in self.channels)
            wanted = (every - {"email"}) | {"in_app"}
        return wanted

    def _routes(self, to: Recipient, language: str, wanted: frozenset[str] | None) -> list[Route]:
        devices: dict[str, list[tuple[Channel, str]]] = {}
        for each in sorted(self.channels, key=lambda channel: (channel.rank, channel.name)):
            address = each.address_of(to)
            if (
                address
                and self._is_open(each, address, wanted)
                and each.carries(template=self.template, language=language)
            ):
                devices.setdefault(each.group or each.name, []).append((each, address))
        return [
            Route(ways[0][0], ways[0][1], tuple(channel.name for channel, _address in ways[1:]))
            for ways in devices.values()
        ]

    def _is_open(self, channel: Channel, address: str, wanted: frozenset[str] | None) -> bool:
        # The file stands in for SMS.
        name = "sms" if channel.name == "file" else channel.name
        if wanted is not None and name not in wanted:
            return False
        return self.kind.mandatory or (name, address) not in self.blocked


def choices_of(user_ids: Iterable[int], *, kind: str | None = None) -> dict[int, Choices]:
    """Return what people chose, by account: for one kind, or for all. At most two statements."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    rows = KindChoice.objects.filter(user_id__in=wanted)
    channels: dict[int, dict[str, tuple[str, ...]]] = {}
    for row in rows if kind is None else rows.filter(kind=kind):
        channels.setdefault(row.user_id or 0, {})[row.kind] = tuple(row.channels)
    persons = {row.user_id: row for row in PersonChoice.objects.filter(user_id__in=wanted)}
    found = {}
    for user_id in set(channels) | set(persons):
        person, own = persons.get(user_id), channels.get(user_id, {})
        found[user_id] = (
            Choices(channels=own)
            if person is None
            else Choices(person.language, person.quiet_from, person.quiet_to, person.digest, own)
        )
    return found


def usual_quiet_hours() -> QuietHours:
    """Return the quiet hours of the province."""
    begin, _to, end = str(settings.NOTIFICATIONS_QUIET_HOURS).partition("-")
    return QuietHours(time.fromisoformat(begin), time.fromisoformat(end))


def moment_to_send(*, channel: Channel, urgent: bool, choices: Choices, now: datetime) -> datetime | None:
    """Return when a message may ring; None for at once."""
    if urgent or not channel.disturbs:
        return None
    usual = usual_quiet_hours()
    own = QuietHours(
        usual.begin if choices.quiet_from is None else choices.quiet_from,
        usual.end if choices.quiet_to is None else choices.quiet_to,
    )
    local = timezone.localtime(now)
    later = after_quiet(local, own)
    return None if later == local else later
