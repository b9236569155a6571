"""Sealing and issuing the result."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import ResultState
from lienthong.systems.onestop.events import ResultIssued
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS
from lienthong.systems.onestop.queries import package_of, result_in_force

from .ask_fee import ON_RETURN, ask_fee
from .complete_step import WORKING
from .follow import follow
from .foresee_steps import issuing
from .print_result import seal_and_issue, signed_file


@act(
    "onestop.result.issue",
    subject=Dossier,
    policy=DOSSIERS,
    label=gettext_lazy("Seal and issue the result"),
    states=WORKING,
    step_up=True,
    related=("reception", "competent", "owner"),
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
    result = result_in_force(subject)
    seal_and_issue(subject, result, signed_file(result), package_of(subject).spec.result, actor=actor, now=now)
    result.save(update_fields=["paper", "file", "issued_at"])
    subject.result_state = ResultState.ISSUED
    ask_fee(subject, collect=ON_RETURN)
    follow(subject, state, actor=actor, now=now)
    return ResultIssued(number=subject.number, result_number=result.number, at=now, code=result.code)
