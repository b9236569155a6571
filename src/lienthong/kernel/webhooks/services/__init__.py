"""What others may ask of webhooks."""

from .change_webhook import end_webhook, pause_webhook, renew_secret, resume_webhook
from .create_webhook import create_webhook
from .forget_deliveries import forget_deliveries
from .send_again import redeliver, send_test
from .send_waiting import send_waiting

__all__ = [
    "create_webhook",
    "end_webhook",
    "forget_deliveries",
    "pause_webhook",
    "redeliver",
    "renew_secret",
    "resume_webhook",
    "send_test",
    "send_waiting",
]
