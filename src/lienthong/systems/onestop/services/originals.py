"""Originals taken to be compared: taken in, and given back (R-24)."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.policy import DOSSIERS

from .accept_dossier import ACCEPT


def receives(subject: Dossier, actor: Actor) -> bool:
    """Tell whether the actor sits at the counter to which the originals were brought."""
    return actor.agency_id == subject.reception_id


@act(
    "onestop.dossier.take_originals",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Keep originals to compare"),
    extra_right=receives,
)
def take_originals(subject: Dossier, *, papers: tuple[int, ...], actor: Actor, now: datetime) -> Remember:
    """Write down that originals stay here to be compared; each goes back to who brought it.

    :raises Invalid: nothing was chosen
    :raises Conflict: one of them is here already, or none was handed in with an original
    """
    rows = _chosen(subject, papers)
    if any(row.original_taken_at is not None and row.original_returned_at is None for row in rows):
        raise Conflict(_("This original is here already."))
    if any(not row.originals for row in rows):
        raise Conflict(_("No original of this paper was handed in."))
    for row in rows:
        row.original_taken_at, row.original_taken_by_name = now, actor.name
        row.original_returned_at, row.original_returned_by_name, row.original_returned_to = None, "", ""
        row.save()
    return Remember({"papers": [row.code for row in rows]})


@act(
    "onestop.dossier.return_originals",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Give originals back"),
    extra_right=receives,
)
def return_originals(
    subject: Dossier, *, papers: tuple[int, ...], receiver: str, actor: Actor, now: datetime
) -> Remember:
    """Write down that originals went back, and to whom.

    :raises Invalid: nothing was chosen, or nobody named
    :raises Conflict: one of them is not here
    """
    if not receiver.strip():
        raise Invalid(_("Enter who takes it"), errors=(FieldError("receiver", _("Enter who takes it")),))
    return Remember({"papers": give_back(subject, papers, receiver=receiver, actor=actor, now=now)})


def give_back(subject: Dossier, papers: Collection[int], *, receiver: str, actor: Actor, now: datetime) -> list[str]:
    """Mark originals as given back and return their codes; used by the acts of this app.

    :raises Invalid: nothing was chosen
    :raises Conflict: one of them is not here
    """
    rows = _chosen(subject, papers)
    if any(row.original_taken_at is None or row.original_returned_at is not None for row in rows):
        raise Conflict(_("This original is not here."))
    for row in rows:
        row.original_returned_at, row.original_returned_by_name = now, actor.name
        row.original_returned_to = receiver.strip()
        row.save()
    return [row.code for row in rows]


def _chosen(subject: Dossier, papers: Collection[int]) -> list[DossierPaper]:
    rows = list(subject.papers.select_for_update().filter(pk__in=papers, present=True).order_by("pk"))
    if not rows or len(rows) != len(set(papers)):
        raise Invalid(_("Choose the papers"), errors=(FieldError("papers", _("Choose the papers")),))
    return rows
