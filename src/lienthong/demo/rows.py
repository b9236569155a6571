"""The rows that a dossier leaves behind when every act on it was done, as the services would have written them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars.queries import later_month
from lienthong.kernel.forms import queries as forms
from lienthong.kernel.organizations.contracts import AgencyInfo, PartyInfo
from lienthong.kernel.processes.contracts import InstanceStatus
from lienthong.kernel.processes.queries import get_running
from lienthong.systems.onestop.contracts import Clock, Delivery, DeliveryWay, Payment, ResultState, State
from lienthong.systems.onestop.queries import InstalledPackage

from .organisation import table
from .samples import Samples
from .story import Stage, Story

SUBJECT = "onestop.dossier"
SECRET_SIGNS, SECRET_LENGTH = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 8
CODE_SIGNS, CODE_LENGTH = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 10
ACTS = {"sign": "onestop.result.sign", "issue": "onestop.result.issue", "refuse": "onestop.dossier.refuse"}


@dataclass(frozen=True)
class Ended:
    """A story with its numbers, the package it runs on and what it is written with."""

    story: Story
    number: str
    result_number: str
    package: InstalledPackage
    definition_id: int
    agencies: dict[int, AgencyInfo]
    calendar_id: int
    samples: Samples

    @property
    def state(self) -> State:
        """Return where the dossier stands."""
        if self.story.signing is None:
            return State.STOPPED
        return State.RETURNED if self.story.returned_at else State.DONE


def dossier_row(ended: Ended) -> Any:
    """Return the dossier."""
    story, filing, spec = ended.story, ended.story.filing, ended.package.spec
    owner, person = filing.applicant.owner, filing.applicant.person
    refused = ended.state is State.STOPPED
    return table("onestop.Dossier")(
        uuid=story.ident.uuid(),
        number=ended.number,
        secret=story.ident.signs(SECRET_SIGNS, SECRET_LENGTH),
        package_id=ended.package.id,
        procedure_code=spec.code,
        title=spec.title,
        field=spec.field,
        case_code=filing.case.code,
        channel=filing.channel,
        owner_id=owner.id,
        submitter_id=person.id,
        parties={"owner": snapshot(owner), "submitter": snapshot(person)},
        reception_id=filing.reception_id,
        competent_id=filing.competent_id,
        answers=filing.answers,
        form_key=spec.form,
        form_version=ended.package.form_version,
        state=ended.state,
        clock=Clock.STOPPED,
        result_state=ResultState.REFUSED if refused else ResultState.ISSUED,
        delivery_state=_delivery(ended),
        delivery_way=DeliveryWay.POST if filing.channel == "post" else DeliveryWay.COUNTER,
        limit=filing.case.limits[filing.channel],
        calendar_id=ended.calendar_id,
        filed_at=filing.accepted_at,
        accepted_at=filing.accepted_at,
        due_at=story.due_at,
        ended_at=story.ended_at,
        returned_at=story.returned_at,
        receiver=person.name if story.returned_at else "",
        holder_name=ended.agencies[filing.reception_id].name if not refused else "",
        accepted_by_name=filing.officer.name,
        version=len(story.stages) + 2,
        **dossier_fee(ended),
    )


def _delivery(ended: Ended) -> Delivery:
    states = {State.RETURNED: Delivery.DELIVERED, State.DONE: Delivery.AT_COUNTER}
    return states.get(ended.state, Delivery.NOT_READY)


def dossier_fee(ended: Ended) -> dict[str, Any]:
    """Return the columns of a dossier that say what it costs, in đồng, and when it was paid."""
    story, filing = ended.story, ended.story.filing
    paid_at = filing.accepted_at if story.paid_at_once else story.returned_at
    total = sum(fee.amount for fee in filing.fees)
    return {
        "fee": total,
        "fee_lines": [
            {"code": fee.code, "kind": fee.kind, "name": fee.name, "amount": fee.amount} for fee in filing.fees
        ],
        "payment": Payment.NONE if not total else Payment.PAID if paid_at else Payment.DEMANDED,
        "fee_paid_at": paid_at if total else None,
    }


def snapshot(party: PartyInfo) -> dict[str, str]:
    """Return the party as dossiers keep it."""
    return {
        "kind": party.kind.value,
        "name": party.name,
        "number": party.number,
        "birth_date": party.birth_date.strftime("%d/%m/%Y") if party.birth_date else "",
        "address": party.address,
        "phone": party.phone,
        "email": party.email,
    }


def paper_rows(ended: Ended, dossier: Any) -> Iterator[Any]:
    """Return the papers that were handed in; those long ended were not scanned."""
    filing = ended.story.filing
    for paper in filing.case.papers:
        if paper.required:
            yield table("onestop.DossierPaper")(
                dossier=dossier,
                code=paper.code,
                name=paper.name,
                originals=paper.originals,
                copies=paper.copies,
                added_at=filing.accepted_at,
                added_by_name=filing.officer.name,
            )


def instance_row(ended: Ended) -> Any:
    """Return the process, ended, its engine's state dropped."""
    story, filing, spec = ended.story, ended.story.filing, ended.package.spec
    pause = story.pause
    interval = {"ground": "supplement", "restart": False, "resumed_by": filing.officer.name}
    return table("processes.ProcessInstance")(
        uuid=story.ident.uuid(),
        definition_id=ended.definition_id,
        system="onestop",
        subject_type=SUBJECT,
        subject_key=ended.number,
        title=f"{spec.short_title}, {filing.applicant.owner.name}",
        subtitle=filing.applicant.owner.name,
        url=f"/ho-so/{ended.number}/",
        places={"reception": filing.reception_id, "competent": filing.competent_id},
        data={"case": filing.case.code, "channel": filing.channel.value},
        status=InstanceStatus.ENDED,
        calendar_id=ended.calendar_id,
        subject_due_at=story.due_at,
        started_at=filing.accepted_at,
        ended_at=story.ended_at,
        pauses=[
            {**interval, "from": pause.at.isoformat(), "to": pause.until.isoformat(), "by": pause.asked_by.name}
            for pause in ([pause] if pause else [])
        ],
        last_outcome=story.stages[-1].outcome,
    )


def item_rows(ended: Ended, instance: Any) -> Iterator[Any]:
    """Return the finished steps."""
    model = get_running(ended.definition_id).model
    for stage in ended.story.stages:
        step = model.steps[stage.key]
        yield table("processes.WorkItem")(
            uuid=ended.story.ident.uuid(),
            instance=instance,
            engine_task=ended.story.ident.uuid(),
            system="onestop",
            subject_type=SUBJECT,
            subject_key=ended.number,
            title=instance.title,
            subtitle=instance.subtitle,
            url=instance.url,
            step_key=step.key,
            step_name=step.name,
            outcomes=[[outcome.code, outcome.label] for outcome in step.outcomes],
            form=step.form,
            role=step.role,
            agency_id=stage.agency_id,
            assignee_id=stage.actor.user_id,
            limit=step.limit,
            opened_at=stage.opened_at,
            due_at=stage.due_at,
            subject_due_at=ended.story.due_at,
            claimed_at=stage.opened_at,
            completed_at=stage.completed_at,
            completed_by_id=stage.actor.user_id,
            completed_by_name=stage.actor.name,
            outcome=stage.outcome,
            note=stage.note,
            paused_minutes=stage.paused_minutes,
            working_minutes_used=stage.used,
            round=stage.round,
            version=2,
        )


def result_rows(ended: Ended, dossier: Any) -> tuple[Any, Any] | None:
    """Return the paper and the result, both showing the shared sample; none for a refusal."""
    story, spec = ended.story, ended.package.spec.result
    signed = story.signing
    if signed is None:
        return None
    issued = next(stage for stage in story.stages if stage.outcome == "issue")
    sample, code = ended.samples.results[story.filing.code], story.ident.signs(CODE_SIGNS, CODE_LENGTH)
    paper = table("papers.Paper")(
        uuid=story.ident.uuid(),
        code=code,
        template=spec.template,
        template_version="demo",
        title=spec.title,
        number=ended.result_number,
        subject_type=SUBJECT,
        subject_key=ended.number,
        file_id=sample.id,
        sha256=sample.sha256,
        issued_at=issued.completed_at,
        issued_by=issued.actor.name,
        agency_name=ended.agencies[story.filing.competent_id].name,
        agency_id=story.filing.competent_id,
        state="valid",
    )
    result = table("onestop.Result")(
        dossier=dossier,
        year=timezone.localdate(signed.completed_at).year,
        number=ended.result_number,
        title=spec.title,
        type_code=spec.type_code,
        content=_content(ended),
        signed_at=signed.completed_at,
        signer_name=signed.actor.name,
        signer_position=signed.actor.position,
        code=code,
        file_id=sample.id,
        issued_at=issued.completed_at,
        issuer_id=story.filing.competent_id,
        valid_from=timezone.localdate(signed.completed_at),
        valid_to=_last_day(timezone.localdate(signed.completed_at), spec.valid_months),
    )
    return paper, result


def _last_day(day: date, months: int) -> date | None:
    return later_month(day, months) if months else None


def _content(ended: Ended) -> list[list[str]]:
    filing, spec = ended.story.filing, ended.package.spec
    texts = forms.get_form(key=spec.form, version=ended.package.form_version).texts(filing.answers)
    known = {**texts, "owner.name": filing.applicant.owner.name}
    return [[label, str(known[source])] for label, source in spec.result.lines if known.get(source)]


def opinion_rows(ended: Ended, dossier: Any) -> Iterator[Any]:
    """Return what was said, if anything."""
    stage = ended.story.stages[0]
    if ended.story.opinion:
        yield table("onestop.Opinion")(
            dossier=dossier,
            text=ended.story.opinion,
            at=stage.completed_at,
            author_name=stage.actor.name,
            position=stage.actor.position,
            agency_name=stage.actor.agency_name,
        )


def supplement_rows(ended: Ended, dossier: Any, wording: list[str], answer_by: datetime | None) -> Iterator[Any]:
    """Return the supplement that was asked for and came, if any."""
    pause = ended.story.pause
    if pause is None or answer_by is None:
        return
    reason, paper, content = wording
    yield table("onestop.Supplement")(
        dossier=dossier,
        no=1,
        reason=reason,
        items=[{"paper": paper, "content": content}],
        requested_at=pause.at,
        requested_by_name=pause.asked_by.name,
        answer_by=answer_by,
        answered_at=pause.until,
        received_by_name=ended.story.filing.officer.name,
        due_before=pause.due_before,
        due_after=ended.story.due_at,
        paused_minutes=pause.minutes,
    )


def history_rows(ended: Ended) -> Iterator[Any]:
    """Return the history, in the order of time."""
    story, filing = ended.story, ended.story.filing
    lines: list[tuple[datetime, int, str, Actor, str, dict[str, str]]] = []

    def add(at: datetime, act: str, actor: Actor, note: str = "", *change: str) -> None:
        data = {"from": change[0], "to": change[1]} if change else {}
        lines.append((at, len(lines), act, actor, note, data))

    add(filing.accepted_at, "onestop.dossier.accept", filing.officer)
    for place, stage in enumerate(story.stages):
        act = ACTS.get(stage.outcome, "onestop.step.complete")
        add(stage.completed_at, act, stage.actor, stage.note, *_change(ended, place))
    if story.opinion:
        first: Stage = story.stages[0]
        add(first.completed_at, "onestop.dossier.opinion", first.actor)
    if story.pause:
        add(story.pause.at, "onestop.dossier.request_supplement", story.pause.asked_by, "", "processing", "supplement")
        add(story.pause.until, "onestop.dossier.receive_supplement", filing.officer, "", "supplement", "processing")
    if story.returned_at:
        add(story.returned_at, "onestop.result.return", filing.officer, "", "done", "returned")
    for at, _order, act, actor, note, data in sorted(lines, key=lambda line: line[:2]):
        yield table("audit.HistoryEntry")(
            subject_type=SUBJECT,
            subject_key=ended.number,
            act=act,
            at=at,
            actor_id=actor.user_id,
            actor_name=actor.name,
            position=actor.position,
            agency_id=actor.agency_id,
            agency_name=actor.agency_name,
            note=note,
            data=data,
        )


def _change(ended: Ended, place: int) -> tuple[str, ...]:
    """Return the change of state that comes with a step: at the first, and at the last."""
    before = "received" if place == 0 else "processing"
    if place == len(ended.story.stages) - 1:
        return (before, "stopped" if ended.state is State.STOPPED else "done")
    return (before, "processing") if place == 0 else ()
