"""How webhooks and deliveries are said to people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .contracts import DeliveryState, WebhookState

STATE: Mapping[WebhookState, str | Promise] = {
    WebhookState.ACTIVE: _("At work"),
    WebhookState.PAUSED: _("Paused"),
    WebhookState.DISABLED: _("Disabled"),
    WebhookState.ENDED: _("Ended"),
}
STATE_LOOK: Mapping[WebhookState, str] = {
    WebhookState.ACTIVE: "done",
    WebhookState.PAUSED: "wait",
    WebhookState.DISABLED: "late",
    WebhookState.ENDED: "stopped",
}
DELIVERY: Mapping[DeliveryState, str | Promise] = {
    DeliveryState.WAITING: _("Waiting"),
    DeliveryState.SENT: _("Taken by the receiver"),
    DeliveryState.DEAD: _("Not taken by the receiver"),
}
DELIVERY_LOOK: Mapping[DeliveryState, str] = {
    DeliveryState.WAITING: "wait",
    DeliveryState.SENT: "done",
    DeliveryState.DEAD: "late",
}
