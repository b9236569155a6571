"""How the providers are doing."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted

from ..channels import all_providers
from ..contracts import SEE
from ..extensions import find_channel
from ..models import ProviderState


@dataclass(frozen=True)
class ProviderRow:
    """One provider; `rests_until` when it is left alone after failures."""

    name: str
    channel: str
    kind: str
    order: int
    price: int
    rate: float | None
    is_off: bool
    rests_until: datetime | None
    failures: int
    last_error: str
    last_error_at: datetime | None
    last_sent_at: datetime | None


def list_providers(*, viewer: Actor, now: datetime) -> tuple[ProviderRow, ...]:
    """Return the providers in the order in which they are asked; secrets and addresses are not shown. One statement.

    :raises NotPermitted: the viewer may not see messages
    """
    if not viewer.may(SEE):
        raise NotPermitted(_("Only those who may see messages may see this."))
    known = [(each.name, each.channel, each.kind, each.price, each.rate) for each in all_providers()]
    email = find_channel("email")
    if email.is_ready:
        known.insert(0, ("email", "email", "smtp", 0, email.carriers()[0].rate))
    states = {row.name: row for row in ProviderState.objects.filter(name__in=[row[0] for row in known])}
    found, orders = [], dict[str, int]()
    for name, channel, kind, price, rate in known:
        orders[channel] = orders.get(channel, 0) + 1
        state = states.get(name) or ProviderState(name=name)
        rests = state.open_until if state.open_until is not None and state.open_until > now else None
        found.append(
            ProviderRow(
                name=name,
                channel=channel,
                kind=kind,
                order=orders[channel],
                price=price,
                rate=rate,
                is_off=state.is_off,
                rests_until=rests,
                failures=state.failures,
                last_error=state.last_error,
                last_error_at=state.last_error_at,
                last_sent_at=state.last_sent_at,
            )
        )
    return tuple(found)
