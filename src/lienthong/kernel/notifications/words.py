"""States, channels and kinds of messages in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .contracts import MessageState, Outcome

STATE: dict[MessageState, str | Promise] = {
    MessageState.QUEUED: _("Waiting to be sent"),
    MessageState.SENDING: _("Being sent"),
    MessageState.SENT: _("Sent"),
    MessageState.ARRIVED: _("Arrived"),
    MessageState.READ: _("Read"),
    MessageState.RETURNED: _("Could not be delivered"),
    MessageState.FAILED: _("Not sent"),
}
OUTCOME: dict[Outcome, str | Promise] = {
    Outcome.SENT: _("Taken"),
    Outcome.FAILED: _("No answer"),
    Outcome.REFUSED: _("Refused"),
    Outcome.UNKNOWN: _("Unknown"),
}
CHANNEL: dict[str, str | Promise] = {
    "in_app": _("In the program"),
    "email": _("E-mail"),
    "sms": _("SMS"),
    "zalo": _("Zalo"),
    "file": _("File (in place of SMS)"),
}
# What the program itself writes as a reason; what providers say is shown as they said it.
REASON: dict[str, str | Promise] = {
    "budget_spent": _("The message budget of the month is spent"),
    "no_provider": _("No provider is in use"),
    "wish": _("Wants no more messages"),
}


def channel_words(name: str) -> str:
    """Return a channel in words; one that nobody described by its name."""
    return str(CHANNEL.get(name, name))


def reason_words(reason: str) -> str:
    """Return why a message was not sent."""
    return str(REASON.get(reason, reason))
