"""What of the one-stop shop waits in inboxes without a process asking for it; used by the acts of this app."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.processes import services as processes
from lienthong.kernel.processes.contracts import ErrandDraft
from lienthong.kernel.processes.extensions import ErrandKind, errand_kind
from lienthong.systems.onestop.contracts import CONSULTATION_TYPE, FILING_TYPE, HAND_OVER_TYPE, WITHDRAWAL_TYPE
from lienthong.systems.onestop.models import Consultation, Dossier, Filing, HandOver
from lienthong.systems.onestop.queries import package_of
from lienthong.systems.onestop.queries.forwarding import forwarding_rule

WORK, ACCEPT = "onestop.dossier.work", "onestop.dossier.accept"
ANSWER_FILING = errand_kind(
    ErrandKind("onestop.filing.answer", "onestop", FILING_TYPE, gettext_lazy("Answer the filing"), ACCEPT)
)
GIVE = errand_kind(
    ErrandKind("onestop.hand_over.give", "onestop", HAND_OVER_TYPE, gettext_lazy("Hand over on paper"), WORK)
)
TAKE = errand_kind(ErrandKind("onestop.hand_over.take", "onestop", HAND_OVER_TYPE, gettext_lazy("Take on paper"), WORK))

OPINION = errand_kind(
    ErrandKind("onestop.consultation.answer", "onestop", CONSULTATION_TYPE, gettext_lazy("Give an opinion"), WORK)
)

SIGN = "onestop.result.sign"
WITHDRAWAL = errand_kind(
    ErrandKind("onestop.withdrawal.answer", "onestop", WITHDRAWAL_TYPE, gettext_lazy("Answer the withdrawal"), SIGN)
)


def await_withdrawal(dossier: Dossier, *, now: datetime) -> None:
    """Let the wish to take a dossier back wait where it is decided; the law sets no time but that of the dossier."""
    owner = dossier.parties["owner"]["name"]
    draft = ErrandDraft(
        subject_key=dossier.number,
        title=f"{package_of(dossier).spec.short_title}, {owner}",
        subtitle=owner,
        url=f"/ho-so/{dossier.number}/",
        agency_id=dossier.competent_id,
        due_at=dossier.due_at,
    )
    processes.open_errands(kind=WITHDRAWAL, drafts=[draft], now=now)


def withdrawal_answered(dossier: Dossier, *, actor: Actor, now: datetime) -> None:
    """Take the wish out of the inbox."""
    processes.close_errands(kind=WITHDRAWAL, subject_keys=[dossier.number], actor=actor, now=now)


def await_opinion(consultation: Consultation, *, now: datetime) -> None:
    """Let a question wait in the inbox of who is asked; it names the procedure and who asks, not the applicant."""
    dossier = consultation.dossier
    with override(settings.LANGUAGE_CODE):
        title = _("%(procedure)s, opinion asked by %(agency)s")
    draft = ErrandDraft(
        subject_key=consultation.number,
        title=title % {"procedure": package_of(dossier).spec.short_title, "agency": consultation.asking.name},
        url=f"/lay-y-kien/{consultation.number}/",
        agency_id=consultation.asked_id,
        unit_id=consultation.unit_id,
        due_at=consultation.due_at,
    )
    processes.open_errands(kind=OPINION, drafts=[draft], now=now)


def opinion_given(consultation: Consultation, *, actor: Actor, now: datetime) -> None:
    """Take a question that was answered out of the inbox."""
    processes.close_errands(kind=OPINION, subject_keys=[consultation.number], actor=actor, now=now)


def opinion_not_wanted(consultation: Consultation, *, actor: Actor, now: datetime) -> None:
    """Take a question that nobody need answer any more out of the inbox."""
    processes.close_errands(kind=OPINION, subject_keys=[consultation.number], actor=actor, now=now, done=False)


def await_answer(filing: Filing, *, short_title: str, now: datetime) -> None:
    """Let a filing wait for its answer in the inbox of who receives it."""
    owner = filing.parties["owner"]["name"]
    draft = ErrandDraft(
        subject_key=filing.number,
        title=f"{short_title}, {owner}",
        subtitle=owner,
        url=f"/quay/truc-tuyen/{filing.number}/",
        agency_id=filing.reception_id,
        due_at=filing.answer_by,
    )
    processes.open_errands(kind=ANSWER_FILING, drafts=[draft], now=now)


def filing_answered(filing: Filing, *, actor: Actor, now: datetime) -> None:
    """Take a filing that was answered out of the inbox."""
    processes.close_errands(kind=ANSWER_FILING, subject_keys=[filing.number], actor=actor, now=now)


def await_giving(line: HandOver, *, now: datetime) -> None:
    """Let a dossier on paper wait to be given in the inbox of its giver, until the moment of the law (R-18)."""
    draft = _of_line(line, "cho-giao", line.from_agency_id, line.due_at)
    processes.open_errands(kind=GIVE, drafts=[draft], now=now)


def await_taking(line: HandOver, *, now: datetime) -> None:
    """Let a dossier that was given wait to be taken; the law sets no time for it, so it is that of giving on (R-18)."""
    calendar_id = organizations.get_agency(agency_id=line.to_agency_id).calendar_id or line.dossier.calendar_id
    rule = forwarding_rule(day=timezone.localdate(now))
    due_at = calendars.hand_on_by(calendar_id=calendar_id, start=now, cutoff=rule.cutoff, beginning=rule.beginning)
    processes.open_errands(kind=TAKE, drafts=[_of_line(line, "cho-nhan", line.to_agency_id, due_at)], now=now)


def given(line: HandOver, *, actor: Actor, now: datetime, done: bool = True) -> None:
    """Take a dossier that was given, or need not be, out of its giver's inbox."""
    processes.close_errands(kind=GIVE, subject_keys=[line.number], actor=actor, now=now, done=done)


def taken(line: HandOver, *, actor: Actor, now: datetime, done: bool = True) -> None:
    """Take a dossier that was taken, refused, or is not to come out of the inbox of who was to take it."""
    processes.close_errands(kind=TAKE, subject_keys=[line.number], actor=actor, now=now, done=done)


def not_to_come(numbers: Iterable[str], *, actor: Actor, now: datetime) -> None:
    """Take dossiers that need neither be given nor taken any more out of the inboxes, by number of the line."""
    keys = tuple(numbers)
    for kind in (GIVE, TAKE):
        processes.close_errands(kind=kind, subject_keys=keys, actor=actor, now=now, done=False)


def _of_line(line: HandOver, view: str, agency_id: int, due_at: datetime) -> ErrandDraft:
    dossier, query = line.dossier, urlencode({"xem": view, "q": line.dossier.number})
    owner = dossier.parties["owner"]["name"]
    return ErrandDraft(
        subject_key=line.number,
        title=f"{package_of(dossier).spec.short_title}, {owner}",
        subtitle=owner,
        url=f"/giao-nhan/?{query}",
        agency_id=agency_id,
        due_at=due_at,
    )
