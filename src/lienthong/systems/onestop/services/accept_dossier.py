"""Accepting a dossier at the counter."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.accounts import queries as accounts
from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted
from lienthong.kernel.acts.services import run_once
from lienthong.kernel.audit import services as audit
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import TimeLimit
from lienthong.kernel.events import services as events
from lienthong.kernel.forms import queries as forms
from lienthong.kernel.forms.contracts import WaivedPaper
from lienthong.kernel.numbering import services as numbering
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo, PartyInfo
from lienthong.kernel.processes import services as processes
from lienthong.kernel.processes.contracts import ProcessState
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import (
    SUBJECT_TYPE,
    Accepted,
    AlreadyAccepted,
    CaseSpec,
    Channel,
    DossierDraft,
    FeeSpec,
    PackageSpec,
    Payment,
    State,
)
from lienthong.systems.onestop.events import DossierAccepted
from lienthong.systems.onestop.models import Dossier, IntakeSlip
from lienthong.systems.onestop.queries import InstalledPackage, find_recent, find_twin, load_package, require_offer

from .declare import declare, keep_papers, require_files, require_papers
from .follow import take_holder
from .pass_on import pass_with

ACCEPT = "onestop.dossier.accept"


@dataclass(frozen=True)
class _Checked:
    """A draft with everything it refers to, found right."""

    draft: DossierDraft
    package: InstalledPackage
    case: CaseSpec
    form_version: int
    answers: dict[str, Any]
    spared: tuple[WaivedPaper, ...]
    attached: tuple[tuple[str, int], ...]
    owner: PartyInfo
    submitter: PartyInfo
    reception: AgencyInfo
    competent: AgencyInfo

    @property
    def spec(self) -> PackageSpec:
        """Return the description of the procedure."""
        return self.package.spec


def accept_dossier(
    *, draft: DossierDraft, actor: Actor, now: datetime, idempotency_key: str = "", refuse_twin: bool = False
) -> Accepted:
    """Take responsibility for a complete dossier: number, due date, first step, receipt (section 6.3, R-16).

    Sent twice with the same key it is accepted once and answered the same.

    :param now: the legal moment of reception; the time limit counts from here (R-39 moves it to working time)
    :param refuse_twin: refuse what looks like a dossier of the last two hours sent again
    :raises AlreadyAccepted: such a dossier exists; its number and moment are among the parameters
    :raises NotPermitted: the actor does not receive dossiers at an agency
    :raises Invalid: answers wrong, a required paper missing, or an unknown case
    """
    if not actor.may(ACCEPT) or actor.agency_id is None:
        raise NotPermitted(_("Only a reception officer accepts dossiers."))
    try:
        number, is_new = run_once(
            key=idempotency_key,
            purpose=ACCEPT,
            inputs=asdict(draft),
            actor=actor,
            now=now,
            create=lambda: _accept(_check(draft, actor, now), actor, now, refuse_twin=refuse_twin),
        )
    except AlreadyAccepted:
        raise
    except Conflict:
        # The same draft with other contents: whoever watches for twins is told which dossier it became.
        became = find_recent(draft=draft, reception_id=actor.agency_id, now=now) if refuse_twin else None
        if became is None:
            raise
        raise _already(became) from None
    row = Dossier.objects.only("number", "secret", "due_at", "fee").get(number=number)
    return Accepted(number=row.number, secret=row.secret, due_at=row.due_at, fee=row.fee, is_new=is_new)


def _check(draft: DossierDraft, actor: Actor, now: datetime) -> _Checked:
    package = load_package(code=draft.package)
    try:
        case = package.spec.case(draft.case)
    except KeyError:
        raise Invalid(_("Choose the case"), errors=(FieldError("case", _("Choose the case")),)) from None
    form = forms.get_form(key=package.spec.form, version=package.form_version)
    parties = organizations.get_parties(party_ids=(draft.owner_id, draft.submitter_id))
    owner = parties[draft.owner_id]
    declared = declare(form, draft, owner=owner, actor=actor, now=now)
    require_papers(case, draft.papers, spared=declared.spared)
    require_files(draft.papers, actor)
    require_code(draft.code)
    reception, competent = _agencies(draft, package, actor)
    return _Checked(
        draft=draft,
        package=package,
        case=case,
        form_version=form.version,
        answers=declared.answers,
        spared=declared.spared,
        attached=declared.attached,
        owner=owner,
        submitter=parties[draft.submitter_id],
        reception=reception,
        competent=competent,
    )


def require_code(code: str) -> None:
    """Refuse a code from elsewhere that is none, or that a dossier here has already (R-37).

    :raises Invalid: it has not the form of a code of a dossier
    :raises Conflict: a dossier here has it
    """
    if code and not rules.is_dossier_code(code):
        raise Invalid(
            _("This is no code of a dossier."), errors=(FieldError("code", _("This is no code of a dossier.")),)
        )
    if code and Dossier.objects.filter(Q(number=code) | Q(own_number=code)).exists():
        raise Conflict(_("Another dossier has this code already."))


def _agencies(draft: DossierDraft, package: InstalledPackage, actor: Actor) -> tuple[AgencyInfo, AgencyInfo]:
    """Return who receives and who decides; they differ for departments and liên thông (section 3)."""
    reception_id = actor.agency_id or 0
    competent_id = draft.competent_id or package.competent_id or reception_id
    found = organizations.get_agencies(agency_ids=(reception_id, competent_id))
    if rules.receiving_level(found[reception_id].kind) not in package.spec.levels:
        raise NotPermitted(_("This procedure is not received at this counter."))
    require_offer(code=package.spec.code, agency_id=reception_id, online=draft.channel is Channel.ONLINE)
    return found[reception_id], found[competent_id]


def _refuse_twin(checked: _Checked, now: datetime) -> None:
    twin = find_twin(draft=checked.draft, answers=checked.answers, reception_id=checked.reception.id, now=now)
    if twin is not None:
        raise _already(twin)


def _already(twin: Dossier) -> AlreadyAccepted:
    message = _("The same request of this applicant has just become the dossier %(number)s.") % {"number": twin.number}
    return AlreadyAccepted(message, number=twin.number, accepted_at=twin.accepted_at)


def _accept(checked: _Checked, actor: Actor, now: datetime, *, refuse_twin: bool) -> str:
    if refuse_twin:
        _refuse_twin(checked, now)
    draft, spec = checked.draft, checked.spec
    limit = rules.limit_for(checked.case, draft.channel)
    calendar_id = checked.reception.calendar_id or 0
    due_at = calendars.add_limit(calendar_id=calendar_id, start=now, limit=TimeLimit.parse(limit))
    fees = rules.fees_due(checked.case, draft.channel)
    own = numbering.next_dossier_code(agency_id=checked.reception.id, agency_code=checked.reception.code, now=now)
    number = draft.code or own
    dossier = Dossier(
        number=number,
        own_number=own if draft.code else "",
        secret=rules.new_secret(),
        package_id=checked.package.id,
        procedure_code=spec.code,
        title=spec.title,
        field=spec.field,
        case_code=checked.case.code,
        channel=draft.channel,
        owner_id=checked.owner.id,
        submitter_id=checked.submitter.id,
        parties={"owner": snapshot(checked.owner), "submitter": snapshot(checked.submitter)},
        reception_id=checked.reception.id,
        competent_id=checked.competent.id,
        answers=checked.answers,
        form_key=spec.form,
        form_version=checked.form_version,
        state=State.RECEIVED,
        delivery_way=draft.delivery,
        limit=limit,
        calendar_id=calendar_id,
        filed_at=draft.filed_at or now,
        vneid=accounts.is_proven(party_id=checked.owner.id) if draft.vneid is None else draft.vneid,
        accepted_at=now,
        due_at=due_at,
        accepted_by_name=actor.name,
        **_fee_fields(fees, paid=draft.fee_paid, now=now),
    )
    state = _start_process(dossier, checked, actor, now)
    dossier.save()
    keep_papers(
        dossier, checked.case, draft.papers, spared=checked.spared, attached=checked.attached, actor=actor, now=now
    )
    pass_with(dossier, state, actor=actor, now=now)
    if draft.intake_slip:
        _take_up(dossier, draft.intake_slip, now)
    _tell(dossier, checked, actor, now)
    return number


def _tell(dossier: Dossier, checked: _Checked, actor: Actor, now: datetime) -> None:
    """Write the history and announce that the clock runs."""
    audit.record(subject_type=SUBJECT_TYPE, subject_key=dossier.number, act=ACCEPT, actor=actor, now=now)
    accepted = DossierAccepted(
        number=dossier.number,
        procedure=checked.spec.code,
        reception_id=checked.reception.id,
        competent_id=checked.competent.id,
        accepted_at=now,
        due_at=dossier.due_at,
        accepted_by_id=actor.user_id,
    )
    events.publish(event=accepted, subject=dossier.number, now=now, actor_name=actor.name)


def _take_up(dossier: Dossier, slip: str, now: datetime) -> None:
    """Note on the slip given before that it led to this dossier; a slip of somebody else is left alone."""
    fitting = IntakeSlip.objects.filter(
        uuid=slip,
        owner_id=dossier.owner_id,
        procedure_code=dossier.procedure_code,
        reception_id=dossier.reception_id,
        dossier__isnull=True,
    )
    fitting.update(dossier=dossier, taken_up_at=now)


def _start_process(dossier: Dossier, checked: _Checked, actor: Actor, now: datetime) -> ProcessState:
    state = processes.start(
        definition_key=checked.spec.process,
        system="onestop",
        subject_type=SUBJECT_TYPE,
        subject_key=dossier.number,
        title=f"{checked.spec.short_title}, {checked.owner.name}",
        subtitle=checked.owner.name,
        url=f"/ho-so/{dossier.number}/",
        places={"reception": checked.reception.id, "competent": checked.competent.id},
        data={"case": checked.case.code, "channel": checked.draft.channel.value},
        calendar_id=dossier.calendar_id,
        subject_due_at=dossier.due_at,
        actor=actor,
        now=now,
    )
    take_holder(dossier, state)
    return state


def snapshot(party: PartyInfo) -> dict[str, str]:
    """Return the party as it is at filing, to be kept so (section 5)."""
    return {
        "kind": party.kind.value,
        "name": party.name,
        "number": party.number,
        "birth_date": party.birth_date.strftime("%d/%m/%Y") if party.birth_date else "",
        "address": party.address,
        "phone": party.phone,
        "email": party.email,
    }


def _fee_fields(fees: tuple[FeeSpec, ...], *, paid: bool, now: datetime) -> dict[str, Any]:
    lines = [rules.fee_line(fee, paid=paid) for fee in fees]
    total = rules.amount_of(lines, rules.ASKED, rules.PAID)
    payment = Payment.NONE if not total else Payment.PAID if paid else Payment.DEMANDED
    return {
        "fee": total,
        "fee_lines": lines,
        "payment": payment,
        "fee_paid_at": now if payment is Payment.PAID else None,
    }
