"""Signing the result."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.files import services as files
from lienthong.kernel.numbering import services as numbering
from lienthong.kernel.numbering.contracts import BookKey, GivenTo
from lienthong.kernel.papers import services as papers
from lienthong.kernel.processes import services as processes
from lienthong.kernel.signatures import queries as keys
from lienthong.kernel.signatures import services as signatures
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, ResultSpec, ResultState
from lienthong.systems.onestop.events import ResultSigned
from lienthong.systems.onestop.models import Dossier, Result
from lienthong.systems.onestop.policy import DOSSIERS
from lienthong.systems.onestop.printing import result_context, result_lines
from lienthong.systems.onestop.queries import package_of

from .complete_step import WORKING
from .follow import follow
from .foresee_steps import signing


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
    year = timezone.localdate(now).year
    order = numbering.next_number(
        book=BookKey(spec.register, subject.competent_id, str(year)),
        now=now,
        given_to=GivenTo(SUBJECT_TYPE, subject.number, subject.title, f"/ho-so/{subject.number}/"),
    )
    result = Result(
        dossier=subject,
        year=year,
        number=numbering.official_number(order, spec.symbol),
        title=spec.title,
        type_code=spec.type_code,
        content=result_lines(subject, spec),
        signed_at=now,
        signer_name=actor.name,
        signer_position=actor.position,
        code=papers.new_code(),
        issuer_id=subject.competent_id,
    )
    signed = _print_and_sign(subject, result, spec, actor, now)
    name = f"{subject.number}.pdf"
    result.file_id = files.store_bytes(data=signed, name=name, actor=actor, now=now, made_here=True).id
    result.save()
    subject.result_state = ResultState.SIGNED
    follow(subject, state, actor=actor, now=now)
    return ResultSigned(number=subject.number, result_number=result.number, at=now)


def _print_and_sign(subject: Dossier, result: Result, spec: ResultSpec, actor: Actor, now: datetime) -> bytes:
    """Return the paper, signed with the actor's own key where the template leaves room."""
    context = result_context(subject, result, spec)
    pdf, place = papers.render_for_signing(
        template=spec.template, context=context, now=now, agency_id=subject.competent_id
    )
    return signatures.sign_pdf(
        pdf=pdf,
        place=place,
        key=keys.signing_key(user_id=actor.user_id, now=now),
        signer_name=actor.name,
        reason=spec.title,
        location=subject.competent.name,
        now=now,
        kind=spec.template,
    )
