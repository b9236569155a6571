"""Pages of notifications."""

from .choices import own_choices, province_channels
from .costs import costs, export_costs
from .mailings import mailing
from .messages import export_messages, message, messages, resend
from .open_to_all import hear, leave
from .own import open_own, own_notices, read_own, unread
from .providers import blocked, providers, switch, unblock
from .texts import choose_text, discard, publish, text, texts, try_text

__all__ = [
    "blocked",
    "choose_text",
    "costs",
    "discard",
    "export_costs",
    "export_messages",
    "hear",
    "leave",
    "mailing",
    "message",
    "messages",
    "open_own",
    "own_choices",
    "own_notices",
    "providers",
    "province_channels",
    "publish",
    "read_own",
    "resend",
    "switch",
    "text",
    "texts",
    "try_text",
    "unblock",
    "unread",
]
