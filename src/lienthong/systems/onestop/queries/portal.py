"""Which of the ten states of the National Portal a dossier is in, as a destination takes it (R-33)."""

from django.conf import settings

from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import Delivery, Payment, ResultState, State
from lienthong.systems.onestop.models import Dossier

NATIONAL = "national"


def portal_code_of(dossier: Dossier, *, destination: str = NATIONAL) -> int:
    """Return the code from 1 to 10. No statement.

    :param destination: who is told; one that nothing is configured for takes a refusal as 8
    """
    standing = rules.standing_of(
        state=State(dossier.state),
        payment=Payment(dossier.payment),
        result=ResultState(dossier.result_state),
        delivery=Delivery(dossier.delivery_state),
    )
    return rules.portal_code(standing, refused_as=settings.ONESTOP_REFUSED_AS.get(destination, rules.PORTAL_STOPPED))
