"""What follows in this app from its own facts and from others: the applicant is told, the dossier found."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars.contracts import DueMove, HeldClock
from lienthong.kernel.calendars.extensions import DueDateHolder, hold_due_dates
from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import offer, on
from lienthong.kernel.forms.events import FormPublished
from lienthong.kernel.notifications import services as notifications
from lienthong.kernel.notifications.contracts import Recipient
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import ReorganizationKind
from lienthong.kernel.organizations.events import AgencyReorganized
from lienthong.kernel.papers.events import PaperRevoked
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.events import CaseMoved
from lienthong.kernel.search import services as search
from lienthong.kernel.search.contracts import SourceEntry
from lienthong.kernel.search.extensions import Source, provide_source
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, Fault
from lienthong.systems.onestop.events import (
    DossierAccepted,
    DossierDueMoved,
    DossierExtended,
    DossierStopped,
    FeeTaken,
    HandOverRefused,
    PaperAttached,
    PaperDigitised,
    PaymentFollowed,
    ResultIssued,
    ResultReplaced,
    ResultReturned,
    ResultRevoked,
    ResultSigned,
    StepCompleted,
    SupplementDropped,
    SupplementEnding,
    SupplementReceived,
    SupplementRequested,
    SupplementSent,
    SupplementWithdrawn,
    WithdrawalDeclined,
)
from lienthong.systems.onestop.queries import DossierDetail
from lienthong.systems.onestop.queries.offered import seen_numbers

# A text message of three parts is the longest that people read to the end.
LONGEST_LIST = 160
PROGRAM = Actor.system("onestop")
STAYS_IN_PLACE = frozenset({ReorganizationKind.FOUND.value, ReorganizationKind.RENAME.value})


@on(DossierAccepted, name="onestop.tell_accepted")
def tell_accepted(event: DossierAccepted, context: Delivery) -> None:
    """Tell the applicant that the dossier was accepted and when the result is due."""
    dossier = _dossier(event.number)
    _tell(dossier, "onestop.accepted", context, procedure=dossier.row.title, due=_moment(event.due_at))


@on(SupplementRequested, name="onestop.tell_supplement")
def tell_supplement(event: SupplementRequested, context: Delivery) -> None:
    """Tell the applicant what is missing and until when it may be sent (R-13)."""
    dossier = _dossier(event.number)
    asked = next((each for each in dossier.supplements if each.no == event.no), None)
    items = "; ".join(item["content"] for item in asked.items) if asked else ""
    shown = items if len(items) <= LONGEST_LIST else "xem phiếu yêu cầu bổ sung"
    _tell(dossier, "onestop.supplement", context, items=shown, due=_moment(event.answer_by))


@on(SupplementEnding, name="onestop.tell_supplement_ending")
def tell_supplement_ending(event: SupplementEnding, context: Delivery) -> None:
    """Remind the applicant of what is still missing (R-43)."""
    _tell(_dossier(event.number), "onestop.supplement_ending", context, due=_moment(event.answer_by))


@on(SupplementWithdrawn, name="onestop.tell_supplement_withdrawn")
def tell_supplement_withdrawn(event: SupplementWithdrawn, context: Delivery) -> None:
    """Tell the applicant that nothing need be sent any more, and when the result is due now."""
    words = {"reason": event.reason.rstrip("."), "due": _moment(event.due_at)}
    _tell(_dossier(event.number), "onestop.supplement_withdrawn", context, **words)


@on(SupplementDropped, name="onestop.tell_supplement_dropped")
def tell_supplement_dropped(event: SupplementDropped, context: Delivery) -> None:
    """Tell who wanted a supplement that the applicant is not asked, and why."""
    if event.asked_by_id is not None:
        words = {"code": event.number, "reason": event.reason.rstrip(".")}
        _tell_officer(event.asked_by_id, event.asked_by, "onestop.supplement_dropped", words, context)


@on(DossierExtended, name="onestop.tell_extended")
def tell_extended(event: DossierExtended, context: Delivery) -> None:
    """Tell the applicant that the result comes later, why, and when (R-23)."""
    before, due = _moment(event.due_before), _moment(event.due_at)
    _tell(_dossier(event.number), "onestop.extended", context, before=before, due=due, reason=event.reason.rstrip("."))


@on(DossierDueMoved, name="onestop.tell_due_moved")
def tell_due_moved(event: DossierDueMoved, context: Delivery) -> None:
    """Tell who works on the dossier, and the applicant, that it is due at another moment, and by which decision."""
    dossier = _dossier(event.number)
    before, due = _moment(event.due_before), _moment(event.due_at)
    words = {"before": before, "due": due, "reason": event.reason.rstrip(".")}
    _tell(dossier, "onestop.due_moved", context, **words)
    steps = processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=event.number)
    for user_id, name in {(step.assignee_id, step.assignee_name) for step in steps if step.assignee_id is not None}:
        _tell_officer(user_id, name, "onestop.due_moved_officer", {"code": event.number, **words}, context)


@on(HandOverRefused, name="onestop.tell_hand_over_refused")
def tell_hand_over_refused(event: HandOverRefused, context: Delivery) -> None:
    """Tell who gave a dossier on paper that it was not taken, and why."""
    if event.giver_id is None:
        return
    words = {
        "code": event.number,
        "taking": organizations.get_agency(agency_id=event.to_id).name,
        "reason": event.reason.rstrip("."),
    }
    _tell_officer(event.giver_id, event.giver, "onestop.hand_over_refused", words, context)


@on(ResultIssued, name="onestop.tell_issued")
def tell_issued(event: ResultIssued, context: Delivery) -> None:
    """Tell the applicant that there is a result, and where to fetch it."""
    dossier = _dossier(event.number)
    _tell(dossier, "onestop.issued", context, result=event.result_number, due=_moment(dossier.row.due_at))


@on(DossierStopped, name="onestop.tell_stopped")
def tell_stopped(event: DossierStopped, context: Delivery) -> None:
    """Tell the applicant that the dossier was refused and why, in words (R-22), or that it ended as they wished."""
    template = "onestop.withdrawn" if event.withdrawn else "onestop.stopped"
    _tell(_dossier(event.number), template, context, reason=event.ground.rstrip("."))


@on(WithdrawalDeclined, name="onestop.tell_withdrawal_declined")
def tell_withdrawal_declined(event: WithdrawalDeclined, context: Delivery) -> None:
    """Tell the applicant that the dossier is not given back, and why."""
    _tell(_dossier(event.number), "onestop.withdrawal_declined", context, reason=event.reason.rstrip("."))


@on(ResultReplaced, name="onestop.tell_replaced")
def tell_replaced(event: ResultReplaced, context: Delivery) -> None:
    """Tell the applicant which result counts now, and that the agency's own error costs nothing (R-28)."""
    words = {"old": event.replaces, "result": event.result_number, "reason": event.reason.rstrip(".")}
    free = " Không phải nộp phí." if event.fault == Fault.AGENCY else ""
    _tell(_dossier(event.number), "onestop.replaced", context, fee=free, **words)


@on(ResultRevoked, name="onestop.tell_revoked")
def tell_revoked(event: ResultRevoked, context: Delivery) -> None:
    """Tell the applicant that the result no longer counts."""
    reason = event.reason.rstrip(".") or "theo quyết định thu hồi"
    _tell(_dossier(event.number), "onestop.revoked", context, result=event.result_number, reason=reason)


@on(PaperRevoked, name="onestop.follow_paper")
def follow_paper(event: PaperRevoked, context: Delivery) -> None:
    """Let a result no longer count when its paper was revoked among the issued papers."""
    services.follow_paper(code=event.code, actor=Actor.system(context.actor_name), now=event.at)


@on(CaseMoved, name="onestop.follow_case")
def follow_case(event: CaseMoved, context: Delivery) -> None:
    """Let a dossier follow its process where a clock, a service or a new version moved it."""
    if event.subject_type == SUBJECT_TYPE:
        services.follow_case(
            number=event.subject_key,
            cause=event.cause,
            outcome=event.last_outcome,
            actor=PROGRAM,
            now=context.occurred_at,
        )


@on(DossierAccepted, name="onestop.index_dossier")
def index_dossier(event: DossierAccepted, context: Delivery) -> None:
    """Make the dossier findable for the agencies that take part in it, and for its applicant."""
    _index(event.number, context.occurred_at)


@on(AgencyReorganized, name="onestop.index_moved")
def index_moved(event: AgencyReorganized, context: Delivery) -> None:
    """Let the open dossiers that went with an agency be found where they are now."""
    if event.kind in STAYS_IN_PLACE:
        return
    agency = organizations.find_agency(code=event.successor_code or event.code)
    for number in queries.open_numbers_below(path=agency.path):
        _index(number, context.occurred_at)


@on(FormPublished, name="onestop.adopt_form")
def adopt_form(event: FormPublished, context: Delivery) -> None:
    """Let the procedures that ask with a form ask with the version just published; running dossiers keep theirs."""
    services.adopt_form(key=event.key, version=event.version, actor_name=context.actor_name, now=context.occurred_at)


@on(ResultIssued, name="onestop.index_issued")
def index_issued(event: ResultIssued, context: Delivery) -> None:
    """Make the result findable by number, type and owner, for those who may see its dossier (R-27)."""
    _index(event.number, context.occurred_at)


@on(ResultReplaced, name="onestop.index_replaced")
def index_replaced(event: ResultReplaced, context: Delivery) -> None:
    """Let the search say which result counts now."""
    _index(event.number, context.occurred_at)


@on(ResultRevoked, name="onestop.index_revoked")
def index_revoked(event: ResultRevoked, context: Delivery) -> None:
    """Let the search say that the result no longer counts."""
    _index(event.number, context.occurred_at)


def _index(number: str, now: datetime) -> None:
    for entry in queries.entries_of(_dossier(number), now):
        search.index_source(entry)


def _dossier(number: str) -> DossierDetail:
    return queries.get_dossier(number=number, viewer=PROGRAM)


def _tell_officer(user_id: int, name: str, template: str, words: dict[str, str], context: Delivery) -> None:
    notifications.notify(
        template=template,
        to=Recipient(name=name, user_id=user_id),
        context=words,
        subject_key=words["code"],
        now=context.occurred_at,
    )


def _tell(dossier: DossierDetail, template: str, context: Delivery, **words: str) -> None:
    to, party_id = dossier.parties["submitter"], dossier.party_ids["submitter"]
    is_owner = party_id == dossier.party_ids["owner"]
    notifications.notify(
        template=template,
        to=Recipient(
            name=to["name"],
            phone=to["phone"],
            email=to["email"],
            user_id=dossier.owner_user_id if is_owner else None,
            party_id=party_id,
        ),
        context={"code": dossier.row.number, "agency": dossier.row.reception, **words},
        subject_key=dossier.row.number,
        now=context.occurred_at,
        agency_id=dossier.reception_id,
        url=queries.tracking_address(dossier),
    )


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M %d/%m/%Y")


class DossierClocks(DueDateHolder):
    """The dossiers that have not ended, for calendars that change."""

    name = "onestop.dossier"
    label = gettext_lazy("Dossiers")

    def list_open(
        self, *, calendar_ids: frozenset[int], since: datetime, until: datetime | None, after: int, limit: int
    ) -> Sequence[HeldClock]:
        """Return the clocks of open dossiers."""
        return queries.list_held_clocks(calendar_ids=calendar_ids, since=since, until=until, after=after, limit=limit)

    def move(self, *, moves: Sequence[DueMove], reason: str, actor: Actor, now: datetime) -> int:
        """Store new due dates, with the decision in the history of each dossier."""
        return services.move_due_dates(moves=moves, reason=reason, actor=actor, now=now)


hold_due_dates(DossierClocks())


class DossiersToFind(Source):
    """All dossiers and their results, for search to be built anew."""

    system = "onestop"

    def entries(self, *, after: str, limit: int) -> Iterator[SourceEntry]:
        """Yield the dossiers behind a number as of their acceptance, each with its results."""
        for number in queries.numbers_after(after=after, limit=limit):
            dossier = _dossier(number)
            yield from queries.entries_of(dossier, dossier.row.accepted_at)


provide_source(DossiersToFind())

# What other systems may receive, as far as they may know of the dossier; why in free words and to whom stays here.
offer(
    DossierAccepted,
    StepCompleted,
    SupplementRequested,
    SupplementSent,
    SupplementReceived,
    FeeTaken,
    ResultSigned,
    ResultIssued,
    ResultReplaced,
    ResultRevoked,
    ResultReturned,
    PaperDigitised,
    PaperAttached,
    PaymentFollowed,
    DossierExtended,
    DossierDueMoved,
    DossierStopped,
    permission="onestop.dossier.see",
    reach=seen_numbers,
    hidden=("receiver", "reason", "ground"),
)
