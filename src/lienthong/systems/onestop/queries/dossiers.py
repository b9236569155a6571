"""Dossiers as those who work on them see them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, Offered
from lienthong.kernel.acts.extensions import Prepared, per_viewer
from lienthong.kernel.acts.services import offered
from lienthong.kernel.ui.contracts import fold
from lienthong.kernel.ui.queries import local_midnight, within_days
from lienthong.systems.onestop.contracts import FINAL, ProposalState, State, SupplementStage
from lienthong.systems.onestop.models import (
    Dossier,
    DossierPaper,
    Extension,
    Opinion,
    Result,
    Supplement,
    SupplementProposal,
)
from lienthong.systems.onestop.policy import DOSSIERS, SEE

from .consultations import consultations_of
from .looks import READ, note_record
from .portal import portal_code_of
from .rows import (
    DossierCard,
    DossierDetail,
    DossierFilters,
    DossierRow,
    ExtensionRow,
    OpinionRow,
    PaperRow,
    ProposalRow,
    ResultRow,
    SupplementRow,
)
from .standing import APPOINTMENT, standing
from .withdrawals import withdrawals_of

PAGE = 40
ON_TIME = Q(LessThanOrEqual(F("ended_at"), APPOINTMENT))
_WHOLE = Prepared(
    lambda number: Dossier.objects.select_related("reception", "competent", "owner", "extension__paper").filter(
        number=number
    )
)
_CARD: Prepared[Any] = Prepared(
    lambda number: (
        Dossier.objects.annotate(in_force=FilteredRelation("results", condition=Q(results__ended_at__isnull=True)))
        .annotate(result_number=F("in_force__number"))
        .select_related("reception", "competent", "owner")
        .filter(number=number)
    )
)
_RESULTS = Prepared(lambda dossier: Result.objects.filter(dossier_id=dossier).select_related("file").order_by("no"))
_PAPERS = Prepared(
    lambda dossier: DossierPaper.objects.filter(dossier_id=dossier).select_related("file").order_by("id")
)
_OPINIONS = Prepared(lambda dossier: Opinion.objects.filter(dossier_id=dossier).order_by("id"))
_SUPPLEMENTS = Prepared(lambda dossier: Supplement.objects.filter(dossier_id=dossier).order_by("no"))


_WISHES = Prepared(lambda dossier: SupplementProposal.objects.filter(dossier_id=dossier, state=ProposalState.WAITING))


def get_dossier(*, number: str, viewer: Actor) -> DossierDetail:
    """Return one dossier with its parts and the acts open to the viewer. Nine statements at most.

    :raises NotFound: it does not exist, or the viewer may not know of it
    """
    dossier = _find(_WHOLE, number, viewer)
    note_record(dossier, purpose=READ, viewer=viewer)
    return _detail(dossier, acts=offered(dossier, viewer))


def get_card(*, number: str, viewer: Actor) -> DossierCard:
    """Return one dossier without its parts. One statement.

    :raises NotFound: it does not exist, or the viewer may not know of it
    """
    dossier = _find(_CARD, number, viewer)
    note_record(dossier, purpose=READ, viewer=viewer)
    return DossierCard(
        row=describe_row(dossier),
        version=dossier.version,
        payment=dossier.payment,
        result_state=dossier.result_state,
        result_number=getattr(dossier, "result_number", None) or "",
        fee=dossier.fee,
        fee_paid_at=dossier.fee_paid_at,
        returned_at=dossier.returned_at,
        receiver=dossier.receiver,
        acts=offered(dossier, viewer),
    )


def _find(rows: Prepared[Any], number: str, viewer: Actor) -> Dossier:
    dossier: Dossier | None = next(iter(rows(number=number)), None)
    if dossier is None or not DOSSIERS.allows(viewer, SEE, dossier):
        raise NotFound(_("There is no such dossier, or you may not see it."), number=number)
    return dossier


def _detail(dossier: Dossier, *, acts: tuple[Offered, ...]) -> DossierDetail:
    results = tuple(map(_result, _RESULTS(dossier=dossier.pk)))
    return DossierDetail(
        row=describe_row(dossier),
        uuid=dossier.uuid,
        secret=dossier.secret,
        package_id=dossier.package_id,
        procedure_code=dossier.procedure_code,
        field=dossier.field,
        case_code=dossier.case_code,
        parties=dossier.parties,
        answers=dossier.answers,
        form_key=dossier.form_key,
        form_version=dossier.form_version,
        clock=dossier.clock,
        payment=dossier.payment,
        result_state=dossier.result_state,
        delivery_state=dossier.delivery_state,
        delivery_way=dossier.delivery_way,
        limit=dossier.limit,
        calendar_id=dossier.calendar_id,
        reception_id=dossier.reception_id,
        competent_id=dossier.competent_id,
        owner_user_id=dossier.owner.user_id,
        party_ids={"owner": dossier.owner_id, "submitter": dossier.submitter_id},
        filed_at=dossier.filed_at,
        returned_at=dossier.returned_at,
        receiver=dossier.receiver,
        fee=dossier.fee,
        fee_lines=tuple(dossier.fee_lines),
        fee_paid_at=dossier.fee_paid_at,
        accepted_by=dossier.accepted_by_name,
        version=dossier.version,
        own_number=dossier.own_number,
        papers=_papers(dossier),
        opinions=_opinions(dossier),
        supplements=tuple(map(_supplement, _SUPPLEMENTS(dossier=dossier.pk))),
        proposal=next(map(_proposal, _WISHES(dossier=dossier.pk)), None),
        result=next((each for each in results if each.ended_at is None), None),
        former_results=tuple(each for each in results if each.ended_at is not None),
        extension=_extension(dossier.extension) if hasattr(dossier, "extension") else None,
        consultations=consultations_of(dossier_id=dossier.pk),
        withdrawals=withdrawals_of(dossier_id=dossier.pk),
        acts=acts,
    )


def list_dossiers(
    *, viewer: Actor, filters: DossierFilters, now: datetime, after: int | None = None, limit: int = PAGE
) -> tuple[tuple[DossierRow, ...], int | None]:
    """Return a page of dossiers, newest first, and the cursor of the next page. One statement.

    :param after: the cursor: id of the last dossier of the page before
    """
    rows = filtered(viewer, filters, now).select_related("reception", "competent", "owner").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows[: limit + 1])
    cursor = found[limit - 1].pk if len(found) > limit else None
    return tuple(describe_row(dossier) for dossier in found[:limit]), cursor


def count_by_state(*, viewer: Actor) -> dict[str, int]:
    """Return how many dossiers the viewer sees in each state. One statement."""
    return dict(_states(viewer).tuples())


@per_viewer
def _states(viewer: Actor) -> Prepared[Dossier]:
    rows = DOSSIERS.visible(Dossier.objects.all(), viewer)
    return Prepared(lambda: rows.values_list("state").annotate(n=Count("id")))


def filtered(viewer: Actor, filters: DossierFilters, now: datetime) -> "QuerySet[Dossier]":
    """Return the dossiers the viewer sees, narrowed, not yet read."""
    rows = DOSSIERS.visible(Dossier.objects.all(), viewer)
    exact = {"state": filters.state, "field": filters.field, "procedure_code": filters.procedure}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.agency_id is not None:
        rows = rows.filter(Q(reception_id=filters.agency_id) | Q(competent_id=filters.agency_id))
    if filters.competent_id is not None:
        rows = rows.filter(competent_id=filters.competent_id)
    rows = rows.filter(
        within_days("accepted_at", filters.accepted_from, filters.accepted_to),
        within_days("ended_at", filters.ended_from, filters.ended_to),
    )
    if filters.timeliness:
        rows = rows.filter(timeliness(filters.timeliness, now))
    if filters.standing and filters.period_from and filters.period_to:
        rows = rows.filter(standing(filters.standing, start=filters.period_from, end=filters.period_to, now=now))
    if filters.text:
        rows = rows.filter(_named(filters.text))
    return rows


def _named(text: str) -> Q:
    """Return the condition of a search by code, or by name from the start of any word, as people are called."""
    folded = fold(text)
    names = Q(owner__folded_name__startswith=folded) | Q(owner__folded_name__contains=f" {folded}")
    typed = text.strip()
    return Q(number__istartswith=typed) | (Q(own_number__istartswith=typed) & ~Q(own_number="")) | names


def timeliness(kind: str, now: datetime) -> Q:
    """Return the condition of one row of the report (section 9.4).

    :param kind: on_time, late, ended, open, open_late, waiting or due_today; anything else narrows nothing
    """
    tomorrow = local_midnight(timezone.localdate(now) + timedelta(days=1))
    conditions = {
        "on_time": ON_TIME,
        "late": Q(GreaterThan(F("ended_at"), APPOINTMENT)),
        "ended": Q(ended_at__isnull=False),
        "open": Q(ended_at__isnull=True),
        "open_late": Q(ended_at__isnull=True, paused_at__isnull=True, due_at__lt=now),
        "waiting": Q(ended_at__isnull=True, paused_at__isnull=False),
        "due_today": Q(ended_at__isnull=True, paused_at__isnull=True, due_at__gte=now, due_at__lt=tomorrow),
    }
    return conditions.get(kind, Q())


def describe_row(dossier: Dossier) -> DossierRow:
    """Return a dossier as a line of a list; owner, reception and competent agency must be loaded with it."""
    return DossierRow(
        id=dossier.pk,
        number=dossier.number,
        title=dossier.title,
        owner=dossier.owner.name,
        owner_id=dossier.owner_id,
        state=State(dossier.state),
        channel=dossier.channel,
        reception=dossier.reception.name,
        competent=dossier.competent.name,
        holder="" if dossier.state in FINAL else dossier.holder_name,
        step=dossier.step_name,
        calendar_id=dossier.calendar_id,
        accepted_at=dossier.accepted_at,
        due_at=dossier.due_at,
        paused_at=dossier.paused_at,
        ended_at=dossier.ended_at,
        portal_code=portal_code_of(dossier),
    )


def _papers(dossier: Dossier) -> tuple[PaperRow, ...]:
    return tuple(map(_paper, _PAPERS(dossier=dossier.pk)))


def _opinions(dossier: Dossier) -> tuple[OpinionRow, ...]:
    return tuple(
        OpinionRow(text=row.text, at=row.at, author=row.author_name, position=row.position, agency=row.agency_name)
        for row in _OPINIONS(dossier=dossier.pk)
    )


def _paper(paper: DossierPaper) -> PaperRow:
    stored = paper.file
    return PaperRow(
        id=paper.pk,
        code=paper.code,
        name=paper.name,
        originals=paper.originals,
        copies=paper.copies,
        file_uuid=stored.uuid if stored else None,
        file_name=stored.name if stored else "",
        media_type=stored.media_type if stored else "",
        size=stored.size if stored else 0,
        added_at=paper.added_at,
        added_by=paper.added_by_name,
        supplement_no=paper.supplement_no,
        original_taken_at=paper.original_taken_at,
        original_returned_at=paper.original_returned_at,
        original_returned_to=paper.original_returned_to,
        is_scan=paper.file_id is not None and paper.digitised == DossierPaper.Digitised.YES,
        compared_at=paper.compared_at,
        compared_by=paper.compared_by_name,
        spared_by=tuple(paper.evidence["labels"]) if paper.evidence else (),
        spared_at=datetime.fromisoformat(paper.evidence["at"]) if paper.evidence else None,
    )


def _supplement(row: Supplement) -> SupplementRow:
    return SupplementRow(
        no=row.no,
        reason=row.reason,
        items=tuple(row.items),
        requested_at=row.requested_at,
        requested_by=row.requested_by_name,
        answer_by=row.answer_by,
        answered_at=row.answered_at,
        due_before=row.due_before,
        due_after=row.due_after,
        paused_minutes=row.paused_minutes,
        sent_at=row.sent_at,
        sent=row.sent or {},
        changes=tuple(row.changes or ()),
        stage=SupplementStage(row.stage),
        restarts=row.restarts,
        told_by=row.told_by_name,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by_name,
        withdrawal=row.withdrawal,
    )


def _proposal(row: SupplementProposal) -> ProposalRow:
    return ProposalRow(reason=row.reason, items=tuple(row.items), asked_at=row.asked_at, asked_by=row.asked_by_name)


def _extension(row: Extension) -> ExtensionRow:
    return ExtensionRow(
        reason=row.reason,
        due_before=row.due_before,
        due_after=row.due_after,
        in_time=row.in_time,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        file_id=row.paper.file_id,
    )


def _result(row: Result) -> ResultRow:
    return ResultRow(
        number=row.number,
        title=row.title,
        signed_at=row.signed_at,
        signer=row.signer_name,
        signer_position=row.signer_position,
        issued_at=row.issued_at,
        file_uuid=row.file.uuid if row.file else None,
        code=row.code,
        content=tuple((label, text) for label, text in row.content),
        valid_to=row.valid_to,
        ended_at=row.ended_at,
        end=row.end,
        end_reason=row.end_reason,
        end_basis=row.end_basis,
        fault=row.fault,
        ended_by=row.ended_by_name,
    )
