"""How the Portal stands in what it knows of a dossier, as the page of the dossier says it (R-10)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.extensions import ToldElsewhere

from .contracts import SEE
from .queries import state_of
from .words import SYNC_STATES


def told_to_portal(number: str, viewer: Actor) -> ToldElsewhere | None:
    """Return how the Portal stands, None where it is not told of the dossier. One statement."""
    found = state_of(number=number)
    if found is None:
        return None
    words, look = SYNC_STATES[found[0]]
    url = reverse("national_portal:dossier", args=[number]) if viewer.may(SEE) else ""
    return ToldElsewhere(_("National Portal"), words, look, found[1], url)
