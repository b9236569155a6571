"""What form 02 and form 03 at the counter share: number, printed paper, record; used by the acts of this app."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted
from lienthong.kernel.acts.services import run_once
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.numbering import services as numbering
from lienthong.kernel.numbering.contracts import BookKey
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.papers import services as papers
from lienthong.systems.onestop.contracts import INTAKE_TYPE, CaseSpec, IntakeDraft, IntakeGiven, IntakeKind
from lienthong.systems.onestop.models import IntakePaper, IntakeSlip
from lienthong.systems.onestop.printing import intake_context
from lienthong.systems.onestop.queries import InstalledPackage, load_package

from .accept_dossier import ACCEPT, snapshot
from .declare import require_files

LONGEST_REASON = 5000
TEMPLATES = {IntakeKind.COMPLETION: "supplement", IntakeKind.REFUSAL: "refusal"}
# What follows the number on form 02 (hướng dẫn hồ sơ) and form 03 (từ chối hồ sơ), each with a book of its own.
SYMBOLS = {IntakeKind.COMPLETION: "HDHS", IntakeKind.REFUSAL: "TCHS"}


def require_counter(actor: Actor) -> int:
    """Return the agency at whose counter the actor receives.

    :raises NotPermitted: the actor does not receive dossiers at an agency
    """
    if not actor.may(ACCEPT) or actor.agency_id is None:
        raise NotPermitted(_("Only a reception officer gives forms 02 and 03 at the counter."))
    return actor.agency_id


def require_reason(reason: str) -> str:
    """Return the reason without blanks around it.

    :raises Invalid: it is empty, or longer than a form can print
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        message = _("Say why") if not reason else _("This is longer than 5,000 characters")
        raise Invalid(message, errors=(FieldError("reason", message),))
    return reason


def asked_for(draft: IntakeDraft) -> tuple[InstalledPackage | None, CaseSpec | None]:
    """Return the procedure and the case of a draft; nothing where the procedure is not received here.

    :raises NotFound: the procedure named cannot be received here
    """
    package = load_package(code=draft.package) if draft.package else None
    cases = package.spec.cases if package else ()
    return package, next((case for case in cases if case.code == draft.case), None)


def give_once(
    kind: IntakeKind,
    draft: IntakeDraft,
    *,
    act: str,
    announce: Callable[[IntakeSlip], Any],
    actor: Actor,
    now: datetime,
    idempotency_key: str,
) -> IntakeGiven:
    """Give a slip, write its history and announce it, all or nothing; the draft has been checked.

    Sent twice with the same key one slip is given and answered the same.

    :param act: the name of the act, for the history and the key
    :param announce: makes the event from the slip
    """

    def give() -> str:
        slip = _give_slip(kind, draft, actor=actor, now=now)
        subject = str(slip.uuid)
        audit.record(subject_type=INTAKE_TYPE, subject_key=subject, act=act, actor=actor, now=now, note=slip.reason)
        events.publish(event=announce(slip), subject=subject, now=now, actor_name=actor.name)
        return subject

    number, _is_new = run_once(
        key=idempotency_key, purpose=act, inputs=asdict(draft), actor=actor, now=now, create=give
    )
    slip = IntakeSlip.objects.only("uuid", "number").get(uuid=number)
    return IntakeGiven(uuid=slip.uuid, number=slip.number)


def _give_slip(kind: IntakeKind, draft: IntakeDraft, *, actor: Actor, now: datetime) -> IntakeSlip:
    """Number, print and keep a slip, in the caller's transaction; the draft has been checked."""
    reception_id = actor.agency_id or 0
    package, case = asked_for(draft)
    require_files(draft.papers, actor)
    parties = organizations.get_parties(party_ids=(draft.owner_id, draft.submitter_id))
    year = timezone.localdate(now).year
    order = numbering.next_number(book=BookKey(f"onestop.{kind}", reception_id, str(year)), now=now)
    slip = IntakeSlip(
        uuid=uuid4(),
        kind=kind,
        year=year,
        number=numbering.official_number(order, SYMBOLS[kind]),
        package_id=package.id if package else None,
        procedure_code=package.spec.code if package else "",
        title=package.spec.title if package else draft.title.strip(),
        case_code=case.code if case else "",
        owner_id=draft.owner_id,
        submitter_id=draft.submitter_id,
        parties={"owner": snapshot(parties[draft.owner_id]), "submitter": snapshot(parties[draft.submitter_id])},
        reception_id=reception_id,
        answers=draft.answers,
        items=[asdict(item) for item in draft.items],
        reason=draft.reason.strip(),
        legal_basis=draft.legal_basis.strip(),
        advice=draft.advice.strip(),
        given_at=now,
        given_by_name=actor.name,
    )
    _print(slip, kind, case, actor, now)
    slip.save()
    _keep_papers(slip, draft)
    return slip


def _print(slip: IntakeSlip, kind: IntakeKind, case: CaseSpec | None, actor: Actor, now: datetime) -> None:
    context = intake_context(slip, case.papers if case else ())
    slip.paper_id = papers.issue(
        template=TEMPLATES[kind],
        context=context,
        subject_type=INTAKE_TYPE,
        subject_key=str(slip.uuid),
        title=context["paper_title"],
        actor=actor,
        now=now,
        agency_id=slip.reception_id,
    ).id


def _keep_papers(slip: IntakeSlip, draft: IntakeDraft) -> None:
    IntakePaper.objects.bulk_create(
        IntakePaper(
            slip=slip,
            code=paper.code,
            present=paper.present,
            originals=paper.originals,
            copies=paper.copies,
            file_id=paper.file_id,
        )
        for paper in draft.papers
        if paper.present or paper.originals or paper.copies or paper.file_id
    )
