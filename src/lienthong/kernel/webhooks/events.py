"""What webhooks tell."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class WebhookDisabled:
    """A webhook is sent nothing any more: its receiver failed too long, or said that it is gone."""

    type: ClassVar[str] = "vn.lienthong.webhooks.webhook.disabled.v1"
    webhook: str
    url: str
    reason: str
