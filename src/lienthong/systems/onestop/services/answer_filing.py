"""Answering a filing over the network: accept it, ask to complete it, or refuse it (section 6.3, R-14, R-17)."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.systems.onestop.contracts import (
    Channel,
    DeliveryWay,
    DossierDraft,
    FilingState,
    IntakeDraft,
    IntakeKind,
    PaperDraft,
    SupplementItem,
)
from lienthong.systems.onestop.events import FilingAccepted, FilingAnswered
from lienthong.systems.onestop.models import Dossier, Filing, IntakeSlip
from lienthong.systems.onestop.policy import FILINGS

from .accept_dossier import ACCEPT, accept_dossier
from .errands import filing_answered
from .refuse_intake import refuse_intake
from .request_completion import request_completion


def _receives(filing: Filing, actor: Actor) -> bool:
    return actor.agency_id == filing.reception_id


@act(
    "onestop.filing.accept",
    subject=Filing,
    policy=FILINGS,
    permission=ACCEPT,
    label=gettext_lazy("Accept the filing"),
    states={FilingState.FILED},
    extra_right=_receives,
)
def accept_filing(subject: Filing, *, actor: Actor, now: datetime) -> FilingAccepted:
    """Make the filing a dossier: only now it gets its code, and its limit runs from now (R-14, R-16).

    :raises Invalid: what was filed is not complete; it is to be completed instead
    """
    done = accept_dossier(
        draft=DossierDraft(
            package=subject.procedure_code,
            case=subject.case_code,
            owner_id=subject.owner_id,
            submitter_id=subject.submitter_id,
            answers=subject.answers,
            papers=_papers(subject),
            channel=Channel.ONLINE,
            delivery=DeliveryWay(subject.delivery_way),
            filed_at=subject.filed_at,
            code=subject.code,
            vneid=subject.vneid,
        ),
        actor=actor,
        now=now,
    )
    late = _close(subject, FilingState.ACCEPTED, actor, now)
    subject.dossier_id = Dossier.objects.values_list("pk", flat=True).get(number=done.number)
    return FilingAccepted(filing=subject.number, number=done.number, late=late, at=now)


@act(
    "onestop.filing.request_completion",
    subject=Filing,
    policy=FILINGS,
    permission=ACCEPT,
    label=gettext_lazy("Ask to complete (form 02)"),
    states={FilingState.FILED},
    needs_reason=True,
    extra_right=_receives,
)
def complete_filing(
    subject: Filing, *, reason: str, items: tuple[SupplementItem, ...], actor: Actor, now: datetime
) -> FilingAnswered:
    """Tell the applicant once, completely, what is missing; no dossier begins and no clock runs (R-13, R-30).

    :raises Invalid: nothing is named that is missing
    """
    given = request_completion(draft=_slip_of(subject, reason, items), actor=actor, now=now)
    return _answered(subject, IntakeKind.COMPLETION, given.number, reason, actor, now)


@act(
    "onestop.filing.refuse",
    subject=Filing,
    policy=FILINGS,
    permission=ACCEPT,
    label=gettext_lazy("Do not receive (form 03)"),
    states={FilingState.FILED},
    danger=True,
    needs_reason=True,
    extra_right=_receives,
)
def refuse_filing(subject: Filing, *, reason: str, actor: Actor, now: datetime) -> FilingAnswered:
    """Tell the applicant why the filing is not received; this is final."""
    given = refuse_intake(draft=_slip_of(subject, reason, ()), actor=actor, now=now)
    return _answered(subject, IntakeKind.REFUSAL, given.number, reason, actor, now)


def _answered(subject: Filing, kind: IntakeKind, slip: str, reason: str, actor: Actor, now: datetime) -> FilingAnswered:
    state = FilingState.COMPLETION if kind is IntakeKind.COMPLETION else FilingState.REFUSED
    late = _close(subject, state, actor, now)
    subject.slip = IntakeSlip.objects.filter(number=slip, kind=kind, reception_id=subject.reception_id).latest("pk")
    return FilingAnswered(filing=subject.number, kind=kind.value, reason=reason.strip(), late=late, at=now)


def _close(subject: Filing, state: FilingState, actor: Actor, now: datetime) -> bool:
    """Write down the answer and tell whether it came late."""
    subject.state, subject.answered_at, subject.answered_by_name = state, now, actor.name
    filing_answered(subject, actor=actor, now=now)
    return now > subject.answer_by


def _papers(subject: Filing) -> tuple[PaperDraft, ...]:
    sent = subject.papers.order_by("pk").values_list("code", "file_id")
    return tuple(PaperDraft(code=code, copies=1, file_id=file_id) for code, file_id in sent)


def _slip_of(subject: Filing, reason: str, items: tuple[SupplementItem, ...]) -> IntakeDraft:
    return IntakeDraft(
        package=subject.procedure_code,
        case=subject.case_code,
        owner_id=subject.owner_id,
        submitter_id=subject.submitter_id,
        reason=reason,
        answers=dict(subject.answers),
        papers=_papers(subject),
        items=items,
    )
