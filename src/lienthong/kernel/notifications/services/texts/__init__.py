"""Writing texts of messages on screen: draft, try, publish."""

from .publish_text import publish_text
from .save_draft import discard_draft, draft_of, save_draft
from .send_trial import send_trial

__all__ = ["discard_draft", "draft_of", "publish_text", "save_draft", "send_trial"]
