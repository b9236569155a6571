"""Digitising a paper that was handed in on paper (section 12.3, R-15)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.files import queries as files
from lienthong.systems.onestop.events import PaperDigitised
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.policy import DOSSIERS

from .accept_dossier import ACCEPT


@act(
    "onestop.dossier.digitise",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Digitise a paper"),
)
def digitise_paper(
    subject: Dossier,
    *,
    paper_id: int,
    file_id: int,
    actor: Actor,
    now: datetime,
) -> tuple[PaperDigitised, Remember]:
    """Give a paper that came without a file its scan, also after the dossier ended; what is there stays.

    :raises NotFound: the actor neither sent the file nor may open it
    :raises Conflict: it has a file already, was not handed in, or is of another dossier
    """
    files.require_usable(file_ids=(file_id,), actor=actor)
    waiting = DossierPaper.objects.select_for_update().filter(dossier=subject, present=True, file__isnull=True)
    paper = waiting.filter(pk=paper_id).first()
    if paper is None:
        raise Conflict(_("This paper is digitised already. Open the dossier again."))
    paper.file_id, paper.digitised = file_id, DossierPaper.Digitised.YES
    paper.save(update_fields=["file", "digitised"])
    return PaperDigitised(number=subject.number, paper=paper.code, at=now), Remember({"paper": paper.name})
