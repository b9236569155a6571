"""Adding a paper to a dossier."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.files import queries as files
from lienthong.systems.onestop.contracts import RUNNING
from lienthong.systems.onestop.events import PaperAttached
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.policy import DOSSIERS


@act(
    "onestop.dossier.attach",
    subject=Dossier,
    policy=DOSSIERS,
    permission="onestop.dossier.work",
    label=gettext_lazy("Attach a paper"),
    states=RUNNING,
)
def attach_paper(
    subject: Dossier,
    *,
    name: str,
    file_id: int,
    actor: Actor,
    now: datetime,
    code: str = "",
    supplement_no: int | None = None,
) -> PaperAttached:
    """Add a stored file to the dossier as a paper; what was there before stays beside it.

    :param code: code of the paper of the case it stands for; empty for another paper
    :raises NotFound: the actor neither sent the file nor may open it
    """
    files.require_usable(file_ids=(file_id,), actor=actor)
    DossierPaper.objects.create(
        dossier=subject,
        code=code or "KHAC",
        name=name,
        originals=0,
        copies=1,
        file_id=file_id,
        digitised=DossierPaper.Digitised.YES,
        added_at=now,
        added_by_name=actor.name,
        supplement_no=supplement_no,
    )
    return PaperAttached(number=subject.number, paper=code or "KHAC", at=now)
