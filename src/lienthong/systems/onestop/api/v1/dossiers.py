"""Dossiers over REST: accept, read, list, act."""

from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Router, Status

from lienthong.kernel.acts.contracts import FieldError, Invalid
from lienthong.kernel.acts.extensions import OFFICER_OR_MACHINE, Act, ActorRequest, access, find_act
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, DossierDraft, PaperDraft, SupplementItem
from lienthong.systems.onestop.queries.rows import DossierFilters

from .schemas import (
    AcceptedOut,
    ActIn,
    DoneOut,
    DossierIn,
    DossierLineOut,
    DossierOut,
    DossierPageOut,
    StepOut,
)

router = Router(tags=["dossiers"])
LARGEST_PAGE = 100

# Which inputs an act takes, by its name; anything else sent is refused rather than ignored.
INPUTS: dict[str, frozenset[str]] = {
    "onestop.step.claim": frozenset({"work_item"}),
    "onestop.step.release": frozenset({"work_item"}),
    "onestop.step.complete": frozenset({"work_item", "outcome", "note"}),
    "onestop.step.return": frozenset({"work_item", "reason"}),
    "onestop.result.sign": frozenset({"work_item", "note"}),
    "onestop.result.issue": frozenset({"work_item", "note"}),
    "onestop.result.return": frozenset({"receiver"}),
    "onestop.result.replace": frozenset({"reason", "fault", "content", "legal_basis", "with_fee"}),
    "onestop.result.revoke": frozenset({"reason", "legal_basis"}),
    "onestop.dossier.refuse": frozenset({"work_item", "reason"}),
    "onestop.dossier.extend": frozenset({"reason", "due_at"}),
    "onestop.dossier.opinion": frozenset({"text"}),
    "onestop.dossier.attach": frozenset({"name", "file"}),
    "onestop.dossier.request_supplement": frozenset({"reason", "items", "legal_basis", "why_again"}),
    "onestop.dossier.receive_supplement": frozenset({"answers"}),
    "onestop.dossier.digitise": frozenset({"paper", "file"}),
    "onestop.dossier.record_payment": frozenset(),
    "onestop.dossier.pass_on_supplement": frozenset(),
    "onestop.dossier.withdraw_supplement": frozenset({"reason"}),
    "onestop.dossier.cancel_reception": frozenset({"reason"}),
}
OPTIONAL = frozenset({"note", "legal_basis", "why_again", "answers", "content", "with_fee"})
RENAMED = {"work_item": "work_item_id", "paper": "paper_id", "file": "file_id"}


@router.post("", response={201: AcceptedOut, 200: AcceptedOut})
@access("onestop.dossier.accept")
def accept(
    request: ActorRequest, body: DossierIn, idempotency_key: Annotated[str, Header(alias="Idempotency-Key")] = ""
) -> Status[AcceptedOut]:
    """Accept a dossier at the officer's own counter; 200 when the same request was answered before."""
    draft = DossierDraft(
        package=body.package,
        case=body.case,
        owner_id=body.owner,
        submitter_id=body.submitter,
        answers=body.answers,
        papers=tuple(
            PaperDraft(
                code=paper.code,
                originals=paper.originals,
                copies=paper.copies,
                file_id=paper.file,
                stored=paper.stored,
            )
            for paper in body.papers
        ),
        channel=body.channel,
        delivery=body.delivery,
        fee_paid=body.fee_paid,
    )
    done = services.accept_dossier(
        draft=draft, actor=request.actor, now=timezone.now(), idempotency_key=idempotency_key
    )
    answer = AcceptedOut(number=done.number, secret=done.secret, due_at=done.due_at, fee=done.fee)
    return Status(201 if done.is_new else 200, answer)


@router.get("", response=DossierPageOut)
@access(OFFICER_OR_MACHINE)
def list_dossiers(
    request: ActorRequest, state: str = "", field: str = "", after: int | None = None, limit: int = 40
) -> DossierPageOut:
    """List the dossiers the officer may see, newest first."""
    rows, cursor = queries.list_dossiers(
        viewer=request.actor,
        filters=DossierFilters(state=state, field=field),
        now=timezone.now(),
        after=after,
        limit=min(max(limit, 1), LARGEST_PAGE),
    )
    for owner, number in queries.owners_of(rows):
        note_reads(people=(owner,), record=number, purpose=queries.LISTED, viewer=request.actor)
    items = [
        DossierLineOut(
            number=row.number,
            title=row.title,
            owner=row.owner,
            state=row.state,
            due_at=row.due_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]
    return DossierPageOut(items=items, next=cursor)


@router.get("/{number}", response=DossierOut)
@access(OFFICER_OR_MACHINE)
def get_dossier(request: ActorRequest, number: str) -> DossierOut:
    """Read one dossier with its open steps and the acts open to the officer."""
    dossier = queries.get_card(number=number, viewer=request.actor)
    row = dossier.row
    steps = [
        StepOut(
            id=item.id,
            key=item.step_key,
            name=item.step_name,
            agency=item.agency_id,
            role=item.role,
            assignee=item.assignee_id,
            due_at=item.due_at,
            outcomes=[outcome.code for outcome in item.outcomes],
        )
        for item in processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=number)
    ]
    return DossierOut(
        number=row.number,
        title=row.title,
        state=row.state,
        holder=row.holder,
        step=row.step,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        paused_at=row.paused_at,
        ended_at=row.ended_at,
        version=dossier.version,
        payment=dossier.payment,
        result_state=dossier.result_state,
        result_number=dossier.result_number,
        acts=[offered.name for offered in dossier.acts],
        steps=steps,
    )


@router.post("/{number}/acts/{name}", response=DoneOut)
@access(OFFICER_OR_MACHINE)
def do_act(request: ActorRequest, number: str, name: str, body: ActIn) -> DoneOut:
    """Do one official act on a dossier; its name is that of the declaration, such as `onestop.step.complete`."""
    act: Act[Any, Any] = find_act(name)
    inputs = _inputs(name, body)
    act(number=number, actor=request.actor, now=timezone.now(), expected_version=body.version, **inputs)
    return DoneOut(number=number, done=name)


def _inputs(name: str, body: ActIn) -> dict[str, Any]:
    if name not in INPUTS:
        raise Invalid(_("This act is not for dossiers."), errors=(FieldError("name", name),))
    sent = body.model_dump(exclude_unset=True, exclude={"version"})
    if unknown := sent.keys() - INPUTS[name]:
        errors = tuple(FieldError(each, _("This act does not take it")) for each in sorted(unknown))
        raise Invalid(_("Some inputs do not belong to this act."), errors=errors)
    if missing := INPUTS[name] - sent.keys() - OPTIONAL:
        errors = tuple(FieldError(each, _("Missing")) for each in sorted(missing))
        raise Invalid(_("Some inputs of this act are missing."), errors=errors)
    if "items" in sent:
        sent["items"] = tuple(
            SupplementItem(paper=item.get("paper", ""), content=item.get("content", ""), field=item.get("field", ""))
            for item in sent["items"]
        )
    return {RENAMED.get(key, key): value for key, value in sent.items()}
