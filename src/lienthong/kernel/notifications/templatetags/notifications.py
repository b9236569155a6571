"""Words of messages in templates."""

from django import template
from django.utils.translation import get_language

from lienthong.kernel.notifications.contracts import MessageState, Outcome
from lienthong.kernel.notifications.extensions import find_kind
from lienthong.kernel.notifications.words import OUTCOME, STATE, channel_words, reason_words

register = template.Library()
_LOOKS = {
    MessageState.QUEUED: "wait",
    MessageState.SENDING: "running",
    MessageState.SENT: "accepted",
    MessageState.ARRIVED: "done",
    MessageState.READ: "done",
    MessageState.RETURNED: "late",
    MessageState.FAILED: "late",
}
_OUTCOMES = {Outcome.SENT: "done", Outcome.FAILED: "late", Outcome.REFUSED: "stopped", Outcome.UNKNOWN: "plain"}


@register.filter
def message_state(state: MessageState) -> str:
    """Return the state of a message in words."""
    return str(STATE[state])


@register.filter
def message_look(state: MessageState) -> str:
    """Return which tag shows the state."""
    return _LOOKS[state]


@register.filter
def outcome_words(outcome: Outcome) -> str:
    """Return what came of an attempt, in words."""
    return str(OUTCOME[outcome])


@register.filter
def outcome_look(outcome: Outcome) -> str:
    """Return which tag shows what came of an attempt."""
    return _OUTCOMES[outcome]


@register.filter
def kind_label(key: str) -> str:
    """Return what a kind of message is called in the language of the reader."""
    return find_kind(key).label_in(get_language() or "vi")


@register.filter
def channel_label(name: str) -> str:
    """Return a channel in words."""
    return channel_words(name)


@register.filter
def reason(text: str) -> str:
    """Return why a message was not sent."""
    return reason_words(text)
