"""What others may ask of events."""

from .ask_worker import ask_worker
from .batch import DeliveryFailed
from .broker import ask_broker_sender, send_to_broker, take_from_broker
from .deliver import deliver
from .forget import forget_told
from .publish import publish, publish_all
from .rescue import rescue_work
from .undelivered import MOST as MOST_DECIDED
from .undelivered import give_up_handovers, retry_handovers

__all__ = [
    "MOST_DECIDED",
    "DeliveryFailed",
    "ask_broker_sender",
    "ask_worker",
    "deliver",
    "forget_told",
    "give_up_handovers",
    "publish",
    "publish_all",
    "rescue_work",
    "retry_handovers",
    "send_to_broker",
    "take_from_broker",
]
