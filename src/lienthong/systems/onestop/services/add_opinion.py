"""Saying something about a dossier."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.systems.onestop.models import Dossier, Opinion
from lienthong.systems.onestop.policy import DOSSIERS

LONGEST = 5000


@act(
    "onestop.dossier.opinion",
    subject=Dossier,
    policy=DOSSIERS,
    permission="onestop.dossier.work",
    label=gettext_lazy("Add an opinion"),
)
def add_opinion(subject: Dossier, *, text: str, actor: Actor, now: datetime) -> None:
    """Add an opinion that all who work on the dossier read; it cannot be changed afterwards.

    :raises Invalid: empty, or longer than 5,000 characters
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        message = _("Write the opinion") if not text else _("The opinion is longer than 5,000 characters")
        raise Invalid(message, errors=(FieldError("text", message),))
    Opinion.objects.create(
        dossier=subject,
        text=text,
        at=now,
        author_name=actor.name,
        position=actor.position,
        agency_name=actor.agency_name,
    )
