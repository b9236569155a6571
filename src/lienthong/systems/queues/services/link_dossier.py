"""Writing a dossier beside the ticket for which it was accepted."""

from datetime import datetime

from django.db.models import Q

from lienthong.systems.queues.models import Serving, ServingDossier


def link_dossier(*, number: str, procedure: str, officer_id: int, accepted_at: datetime) -> bool:
    """Note that an officer accepted a dossier while they served somebody; return whether they did.

    A handler of events calls it, at once or later, and nobody's right is asked: nothing is shown to anybody. An officer
    serves one person at a time, so officer and moment name the serving. Told twice it leads to the same.
    """
    during = Q(started_at__lte=accepted_at) & (Q(ended_at__isnull=True) | Q(ended_at__gte=accepted_at))
    serving = Serving.objects.filter(during, officer_id=officer_id).order_by("-started_at").first()
    if serving is None:
        return False
    ServingDossier.objects.get_or_create(
        number=number, defaults={"serving": serving, "procedure": procedure, "accepted_at": accepted_at}
    )
    return True
