"""What others may read of notifications."""

from ..rules import normal_phone
from .blocked import list_blocked
from .choices import chosen, kind_lines, province_lines
from .costs import list_budgets, list_spending, spent_this_month
from .mailings import get_mailing
from .messages import (
    MessageFilter,
    get_message,
    list_about,
    list_messages,
    stream_messages,
)
from .own import count_unread, list_own
from .providers import list_providers
from .texts import get_text, list_texts, preview

__all__ = [
    "MessageFilter",
    "chosen",
    "count_unread",
    "get_mailing",
    "get_message",
    "get_text",
    "kind_lines",
    "list_about",
    "list_blocked",
    "list_budgets",
    "list_messages",
    "list_own",
    "list_providers",
    "list_spending",
    "list_texts",
    "normal_phone",
    "preview",
    "province_lines",
    "spent_this_month",
    "stream_messages",
]
