"""Sealing and issuing the result."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.files import queries as stored_files
from lienthong.kernel.papers import services as papers
from lienthong.kernel.processes import services as processes
from lienthong.kernel.signatures import queries as keys
from lienthong.kernel.signatures import services as signatures
from lienthong.kernel.signatures.contracts import SignerRole
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, ResultState
from lienthong.systems.onestop.events import ResultIssued
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS
from lienthong.systems.onestop.queries import package_of

from .complete_step import WORKING
from .follow import follow
from .foresee_steps import issuing


@act(
    "onestop.result.issue",
    subject=Dossier,
    policy=DOSSIERS,
    label=gettext_lazy("Seal and issue the result"),
    states=WORKING,
    step_up=True,
    related=("reception", "competent", "owner", "result"),
    foresee=issuing,
)
def issue_result(subject: Dossier, *, work_item_id: int, actor: Actor, now: datetime, note: str = "") -> ResultIssued:
    """Seal the signed result for the agency and issue it: from now on its QR verifies.

    :raises StepTaken: somebody else issued it first
    :raises CertificateNotUsable: the agency has no certificate in use
    """
    state = processes.complete(
        work_item_id=work_item_id, subject_key=subject.number, outcome="issue", actor=actor, now=now, note=note, data={}
    )
    result = subject.result
    with stored_files.open_file(file_id=result.file_id or 0) as signed:
        sealed = signatures.sign_pdf(
            pdf=signed.read(),
            key=keys.signing_key(agency_id=subject.competent_id, now=now),
            signer_name=subject.competent.name,
            reason=result.title,
            location=subject.competent.name,
            now=now,
            field_name="Seal1",
            kind=package_of(subject).spec.result.template,
            role=SignerRole.AGENCY,
        )
    paper = papers.issue(
        template=package_of(subject).spec.result.template,
        context={"number": result.number, "agency": {"name": subject.competent.name}},
        subject_type=SUBJECT_TYPE,
        subject_key=subject.number,
        title=result.title,
        actor=actor,
        now=now,
        file_bytes=sealed,
        code=result.code,
        agency_id=subject.competent_id,
    )
    result.paper_id, result.file_id, result.issued_at = paper.id, paper.file_id, now
    result.save(update_fields=["paper", "file", "issued_at"])
    subject.result_state = ResultState.ISSUED
    follow(subject, state, actor=actor, now=now)
    return ResultIssued(number=subject.number, result_number=result.number, at=now)
