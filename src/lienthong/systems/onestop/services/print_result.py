"""Making the paper of a result: number, print, sign, seal; used by the acts of this app."""

from datetime import datetime

from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.files import queries as stored_files
from lienthong.kernel.files import services as files
from lienthong.kernel.numbering import services as numbering
from lienthong.kernel.numbering.contracts import BookKey, GivenTo
from lienthong.kernel.papers import services as papers
from lienthong.kernel.signatures import queries as keys
from lienthong.kernel.signatures import services as signatures
from lienthong.kernel.signatures.contracts import SignerRole
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, ResultSpec
from lienthong.systems.onestop.models import Dossier, Result
from lienthong.systems.onestop.printing import result_context, result_data

from .rehearsal import is_rehearsal


def new_result(
    subject: Dossier,
    spec: ResultSpec,
    *,
    content: list[list[str]],
    actor: Actor,
    now: datetime,
    replaces: Result | None = None,
) -> Result:
    """Return the next result of a dossier, numbered from its register and not yet kept.

    :param replaces: the one it takes the place of, whose last day it keeps
    """
    day = timezone.localdate(now)
    order = numbering.next_number(
        book=BookKey(spec.register, subject.competent_id, str(day.year)),
        now=now,
        given_to=GivenTo(SUBJECT_TYPE, subject.number, subject.title, f"/ho-so/{subject.number}/"),
    )
    last = calendars.later_month(day, spec.valid_months) if spec.valid_months else None
    return Result(
        dossier=subject,
        no=replaces.no + 1 if replaces is not None else 1,
        year=day.year,
        number=numbering.official_number(order, spec.symbol),
        title=spec.title,
        type_code=spec.type_code,
        content=content,
        signed_at=now,
        signer_name=actor.name,
        signer_position=actor.position,
        code=papers.new_code(),
        issuer_id=subject.competent_id,
        valid_from=day,
        valid_to=last if replaces is None else replaces.valid_to,
        replaces=replaces,
    )


def print_and_sign(subject: Dossier, result: Result, spec: ResultSpec, *, actor: Actor, now: datetime) -> bytes:
    """Return the paper, signed with the actor's own key where the template leaves room.

    :raises CertificateNotUsable: the actor has no certificate in use
    """
    # What is rehearsed is printed, so that its template is tried out, and signed with nobody's key.
    pdf, place = papers.render_for_signing(
        template=spec.template,
        context=result_context(subject, result, spec),
        now=now,
        agency_id=subject.competent_id,
        attached=result_data(subject, result),
    )
    if is_rehearsal():
        return pdf
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


def keep_signed(subject: Dossier, result: Result, signed: bytes, *, actor: Actor, now: datetime) -> None:
    """Keep the signed file with its result; what is rehearsed leaves no file."""
    if not is_rehearsal():
        name = f"{subject.number}.pdf"
        result.file_id = files.store_bytes(data=signed, name=name, actor=actor, now=now, made_here=True).id


def signed_file(result: Result) -> bytes:
    """Return the signed file of a result, nothing of one that is rehearsed."""
    if is_rehearsal():
        return b""
    with stored_files.open_file(file_id=result.file_id or 0) as signed:
        return signed.read()


def seal_and_issue(
    subject: Dossier,
    result: Result,
    signed: bytes,
    spec: ResultSpec,
    *,
    actor: Actor,
    now: datetime,
    replaced_because: str = "",
) -> None:
    """Seal a signed result for the agency and issue it: from now on its QR verifies. The caller keeps the result.

    :param replaced_because: why the paper it replaces no longer counts, as whoever checks that one reads it
    :raises CertificateNotUsable: the agency has no certificate in use
    """
    if is_rehearsal():
        result.issued_at = now
        return
    sealed = signatures.sign_pdf(
        pdf=signed,
        key=keys.signing_key(agency_id=subject.competent_id, now=now),
        signer_name=subject.competent.name,
        reason=result.title,
        location=subject.competent.name,
        now=now,
        field_name="Seal1",
        kind=spec.template,
        role=SignerRole.AGENCY,
    )
    paper = papers.issue(
        template=spec.template,
        context={"number": result.number, "agency": {"name": subject.competent.name}},
        subject_type=SUBJECT_TYPE,
        subject_key=subject.number,
        title=result.title,
        actor=actor,
        now=now,
        file_bytes=sealed,
        code=result.code,
        agency_id=subject.competent_id,
        replaces=result.replaces.paper_id if result.replaces is not None and replaced_because else None,
        replaced_because=replaced_because,
    )
    result.paper_id, result.file_id, result.issued_at = paper.id, paper.file_id, now
