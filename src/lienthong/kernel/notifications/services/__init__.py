"""What others may ask of notifications."""

from .blocking import block_address, end_block, leave_by_token, leave_token
from .choices import save_choices, save_province_channels
from .delivery import deliver, deliver_batch
from .digest import send_digests
from .notify import notify, notify_many
from .own import open_notice, read_all
from .receipts import hear_webhook, receive_receipts
from .resend import resend_message
from .save_template import save_template
from .spending import save_budget
from .switching import switch_provider
from .texts import discard_draft, draft_of, publish_text, save_draft, send_trial
from .upkeep import keep_listening, rescue_messages, tidy

__all__ = [
    "block_address",
    "deliver",
    "deliver_batch",
    "discard_draft",
    "draft_of",
    "end_block",
    "hear_webhook",
    "keep_listening",
    "leave_by_token",
    "leave_token",
    "notify",
    "notify_many",
    "open_notice",
    "publish_text",
    "read_all",
    "receive_receipts",
    "rescue_messages",
    "resend_message",
    "save_budget",
    "save_choices",
    "save_draft",
    "save_province_channels",
    "save_template",
    "send_digests",
    "send_trial",
    "switch_provider",
    "tidy",
]
