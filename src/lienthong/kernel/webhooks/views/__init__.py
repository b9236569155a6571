"""Pages of webhooks, for administrators."""

from .webhooks import act_on_webhook, create_webhook, export_deliveries, redeliver, webhook, webhooks

__all__ = ["act_on_webhook", "create_webhook", "export_deliveries", "redeliver", "webhook", "webhooks"]
