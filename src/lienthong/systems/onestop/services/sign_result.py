"""Signing the result."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import ResultState
from lienthong.systems.onestop.events import ResultSigned
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS
from lienthong.systems.onestop.printing import result_lines
from lienthong.systems.onestop.queries import package_of

from .complete_step import WORKING
from .follow import follow
from .foresee_steps import signing
from .print_result import keep_signed, new_result, print_and_sign


@act(
    "onestop.result.sign",
    subject=Dossier,
    policy=DOSSIERS,
    label=gettext_lazy("Sign the result"),
    states=WORKING,
    step_up=True,
    related=("reception", "competent", "owner"),
    foresee=signing,
)
def sign_result(subject: Dossier, *, work_item_id: int, actor: Actor, now: datetime, note: str = "") -> ResultSigned:
    """Number, print and sign the result as the competent person (section 12.2).

    The number stands inside what is signed, so it is taken from the register in the same transaction: a
    signature that fails leaves no gap.

    :raises StepTaken: somebody else signed first
    :raises CertificateNotUsable: the actor has no certificate in use
    """
    state = processes.complete(
        work_item_id=work_item_id, subject_key=subject.number, outcome="sign", actor=actor, now=now, note=note, data={}
    )
    spec = package_of(subject).spec.result
    result = new_result(subject, spec, content=result_lines(subject, spec), actor=actor, now=now)
    signed = print_and_sign(subject, result, spec, actor=actor, now=now)
    keep_signed(subject, result, signed, actor=actor, now=now)
    result.save()
    subject.result_state = ResultState.SIGNED
    follow(subject, state, actor=actor, now=now)
    return ResultSigned(number=subject.number, result_number=result.number, at=now)
