"""Signing scans that were compared with their originals at the counter (section 12.3, R-15)."""

from datetime import datetime
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.files import queries as files
from lienthong.kernel.files import services as file_services
from lienthong.kernel.signatures import queries as keys
from lienthong.kernel.signatures import services as signatures
from lienthong.kernel.signatures.contracts import SigningKey
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.policy import DOSSIERS

from .accept_dossier import ACCEPT
from .originals import receives

KIND = "scan"
# It stands in the signature for good, so in the language of the papers, whatever the officer reads on the screen.
REASON = "Đã đối chiếu với bản chính"


@act(
    "onestop.dossier.certify_scans",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Sign scans that were compared with the original"),
    extra_right=receives,
    step_up=True,
    related=("reception",),
)
def certify_scans(subject: Dossier, *, papers: tuple[int, ...], actor: Actor, now: datetime) -> Remember:
    """Sign each scan with the officer's own key as the same as the original; the bare scan stays as an earlier version.

    A photograph becomes a PDF first. All are signed or none.

    :raises Invalid: nothing was chosen
    :raises Conflict: one has no scan, was signed before, or its file is no page that can be signed
    :raises CertificateNotUsable: the actor has no certificate in use
    """
    chosen = subject.papers.select_for_update(of=("self",)).select_related("file")
    rows = list(chosen.filter(pk__in=papers, digitised=DossierPaper.Digitised.YES).order_by("pk"))
    if not rows or len(rows) != len(set(papers)):
        raise Invalid(_("Choose the papers"), errors=(FieldError("papers", _("Choose the papers")),))
    key = keys.signing_key(user_id=actor.user_id, now=now)
    for row in rows:
        _certify(subject, row, key, actor=actor, now=now)
    return Remember({"papers": [row.code for row in rows]})


def _certify(subject: Dossier, row: DossierPaper, key: SigningKey, *, actor: Actor, now: datetime) -> None:
    if row.file_id is None or row.compared_at is not None:
        raise Conflict(_("The scan of “%(paper)s” is signed already, or there is none.") % {"paper": row.name})
    scan = files.get_file(file_id=row.file_id)
    pdf = files.read_as_pdf(file=scan)
    if pdf is None:
        message = _("“%(file)s” is neither a PDF nor a picture. Scan the paper “%(paper)s” anew.")
        raise Conflict(message % {"file": scan.name, "paper": row.name})
    signed = signatures.sign_pdf(
        pdf=pdf,
        key=key,
        signer_name=actor.name,
        reason=REASON,
        location=subject.reception.name,
        now=now,
        field_name="Compared1",
        kind=KIND,
    )
    name = f"{PurePath(scan.name).stem}.pdf"
    kept = file_services.store_bytes(data=signed, name=name, actor=actor, now=now, made_here=True)
    file_services.append_version(of=scan.id, file=kept, reason=REASON, record=subject.number, actor=actor, now=now)
    row.file_id, row.compared_at, row.compared_by_name = kept.id, now, actor.name
    row.save(update_fields=["file", "compared_at", "compared_by_name"])
