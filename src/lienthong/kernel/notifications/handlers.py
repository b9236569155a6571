"""What the kernel tells people of things that happened below notifications."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from lienthong.kernel.accounts import queries as accounts
from lienthong.kernel.accounts.contracts import MANAGE
from lienthong.kernel.accounts.events import EmergencyRightsTaken
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on

from .contracts import Recipient
from .services import notify
from .services.wording import USUAL_LANGUAGE

PROGRAM = Actor.system("notifications")


@on(EmergencyRightsTaken, name="notifications.tell_emergency_rights")
def tell_emergency_rights(event: EmergencyRightsTaken, context: Delivery) -> None:
    """Tell the other administrators at once who took rights beyond their own, where and what for."""
    now = context.occurred_at
    with override(USUAL_LANGUAGE):
        taken, _acts = accounts.get_emergency_rights(uuid=UUID(event.uuid), viewer=PROGRAM, now=now)
    for each in accounts.holders_of(permission=MANAGE, at=timezone.localdate(now)):
        if each.user_id == event.user_id:
            continue
        notify(
            template="accounts.emergency_rights",
            to=Recipient(name=each.name, email=each.email, user_id=each.user_id),
            context={
                "who": taken.who,
                "role": taken.role,
                "agency": taken.agency_name,
                "until": f"{timezone.localtime(event.ends_at):%H:%M %d/%m/%Y}",
                "purpose": taken.purpose.rstrip("."),
            },
            subject_key=event.uuid,
            url=reverse("emergency", args=[event.uuid]),
            now=now,
        )
