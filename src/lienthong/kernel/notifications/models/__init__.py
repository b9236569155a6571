"""Tables of notifications."""

from .choices import BlockedAddress, KindChoice, PersonChoice
from .costs import Budget, ProviderState, Spending
from .messages import Attempt, Mailing, Message, Part, Receipt
from .templates import MessageTemplate, TextDraft

__all__ = [
    "Attempt",
    "BlockedAddress",
    "Budget",
    "KindChoice",
    "Mailing",
    "Message",
    "MessageTemplate",
    "Part",
    "PersonChoice",
    "ProviderState",
    "Receipt",
    "Spending",
    "TextDraft",
]
