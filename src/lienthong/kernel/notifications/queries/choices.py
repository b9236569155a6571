"""What people, and the province for them, chose."""

from dataclasses import dataclass

from lienthong.kernel.acts.contracts import Actor

from ..contracts import Choices
from ..extensions import find_kind, template_keys
from ..models import KindChoice, PersonChoice

# Kinds that nobody chooses about: they are answers to what somebody just did.
_NOT_CHOSEN = frozenset({"notifications.trial", "notifications.digest"})


@dataclass(frozen=True)
class KindLine:
    """A kind of message with the channels chosen for it; None for the usual way."""

    key: str
    label: str
    mandatory: bool
    channels: tuple[str, ...] | None


def chosen(*, viewer: Actor) -> Choices:
    """Return what the viewer chose. Two statements."""
    row = PersonChoice.objects.filter(user_id=viewer.user_id or 0).first()
    kinds = KindChoice.objects.filter(user_id=viewer.user_id or 0)
    own = {each.kind: tuple(each.channels) for each in kinds}
    if row is None:
        return Choices(channels=own)
    return Choices(row.language, row.quiet_from, row.quiet_to, row.digest, own)


def kind_lines(*, choices: Choices, language: str, officers: bool = True) -> tuple[KindLine, ...]:
    """Return every kind of message people may choose about, in words of a language.

    :param officers: also those of which only officers are told
    """
    return tuple(
        KindLine(key, find_kind(key).label_in(language), find_kind(key).mandatory, choices.channels.get(key))
        for key in template_keys()
        if key not in _NOT_CHOSEN and (officers or not find_kind(key).officers)
    )


def province_lines(*, language: str) -> tuple[KindLine, ...]:
    """Return every kind of message with what the province chose for those who chose nothing. One statement."""
    rows = {each.kind: tuple(each.channels) for each in KindChoice.objects.filter(user=None)}
    return kind_lines(choices=Choices(channels=rows), language=language)
