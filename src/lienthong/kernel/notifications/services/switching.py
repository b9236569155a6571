"""Taking a provider out of use for a time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit

from ..channels import find_provider
from ..contracts import MANAGE
from ..models import ProviderState


def switch_provider(*, name: str, off: bool, actor: Actor, now: datetime) -> None:
    """Ask a provider no more, or ask it again; messages wait or go to the next.

    :raises NotPermitted: the actor does not look after messages
    :raises NotFound: no such provider is set up
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("Only those who look after messages may do this."))
    if find_provider(name) is None and name != "email":
        raise NotFound(_("No such provider is set up."))
    with transaction.atomic():
        ProviderState.objects.get_or_create(name=name)
        # Whoever switches it on knows that it works again.
        ProviderState.objects.filter(name=name).update(is_off=off, open_until=None, failures=0)
        audit.record(
            subject_type="notifications.provider",
            subject_key=name,
            act="notifications.provider.off" if off else "notifications.provider.on",
            actor=actor,
            now=now,
        )
