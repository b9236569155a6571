"""What each kind of pushed act means here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations import services as registers
from lienthong.kernel.organizations.contracts import PartyDraft, PartyKind
from lienthong.systems.national_portal.contracts import ActKind, PartyIn, PortalAway
from lienthong.systems.national_portal.models import PushedAct
from lienthong.systems.national_portal.queries import route_of
from lienthong.systems.national_portal.rules import renamed
from lienthong.systems.onestop import queries as onestop
from lienthong.systems.onestop import services as dossiers
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, DeliveryWay, FilingDraft, PaperDraft
from lienthong.systems.onestop.queries import DossierDetail
from lienthong.systems.payments import queries as fees
from lienthong.systems.payments import services as payments
from lienthong.systems.payments.contracts import DemandState, NoAnswer, Verdict

from .take_in import party_of

PAID = frozenset({Verdict.ACCEPTED, Verdict.REPLAYED})
LONGEST_NAME, LONGEST_NUMBER = 300, 20


def do_act(*, act: PushedAct, actor: Actor, now: datetime) -> str:
    """Do a pushed act whose files are stored and return what it became: the number of a filing or dossier.

    :raises PortalAway: it can be done later
    :raises DomainError: it cannot be done; it waits for a person
    """
    kind = ActKind(act.kind)
    if kind is ActKind.FILING:
        return _file(act, act.body, actor, now)
    if kind is ActKind.SUPPLEMENT:
        return _supplement(act, actor, now)
    if kind is ActKind.PAYMENT:
        return _payment(act, actor, now)
    message = _("The applicant asks for this at the Portal; the counter has to see to it.")
    raise Conflict(f"{message} {act.body.get('note', '')}".strip())


def _file(act: PushedAct, body: Mapping[str, Any], actor: Actor, now: datetime) -> str:
    """File with our counter; the Portal's code becomes the dossier's, ours stands beside it (R-37).

    :raises NotFound: an unknown procedure or agency (R-65)
    """
    procedure = str(body["procedure"])
    package = onestop.load_package(code=procedure)
    route = route_of(procedure=procedure)
    names = route.names if route is not None else {}
    case = names.get(body["case"], body["case"]) or package.spec.cases[0].code
    owner, submitter = party_of(body["owner"]), party_of(body["submitter"])
    if owner is None:
        raise Invalid(_("A filing names its procedure and its applicant"))
    owner_id = _register(owner, now)
    filed_at = body.get("filed_at")
    draft = FilingDraft(
        reception_id=organizations.find_agency_in_charge(code=str(body["agency"]), at=now.date()).id,
        package=procedure,
        case=case,
        owner_id=owner_id,
        submitter_id=_register(submitter, now) if submitter is not None else owner_id,
        answers=renamed(body.get("answers", {}), names),
        papers=_papers(act, names),
        delivery=_delivery(body.get("delivery", "")),
        reference=act.portal_code,
        code=act.portal_code,
        filed_at=datetime.fromisoformat(filed_at) if filed_at else None,
        vneid=body.get("vneid"),
    )
    key = f"{act.portal_code}:{act.act_id}"
    return dossiers.submit_filing(draft=draft, actor=actor, now=now, idempotency_key=key).number


def _supplement(act: PushedAct, actor: Actor, now: datetime) -> str:
    """Answer the open request of the dossier; before acceptance the whole is filed anew with what was added."""
    dossier = _dossier(act.portal_code)
    if dossier is None:
        return _file_anew(act, actor, now)
    wanted = next((each for each in dossier.supplements if each.answered_at is None), None)
    if wanted is None:
        raise Conflict(_("This dossier waits for no supplement."))
    route = route_of(procedure=dossier.procedure_code)
    names = route.names if route is not None else {}
    sent = {paper.code: paper.file_id for paper in _papers(act, names)}
    by_place = {
        at: sent[item["paper"]]
        for at, item in enumerate(wanted.items, start=1)
        if not item.get("field") and sent.get(item.get("paper", ""))
    }
    dossiers.send_supplement(
        number=dossier.row.number,
        secret=dossier.secret,
        answers=renamed(act.body.get("answers", {}), names),
        files={at: file_id for at, file_id in by_place.items() if file_id is not None},
        actor=actor,
        now=now,
    )
    return dossier.row.number


def _file_anew(act: PushedAct, actor: Actor, now: datetime) -> str:
    """File what the Portal filed before under this code, with the answers and papers it sends now (form 02)."""
    before = PushedAct.objects.filter(portal_code=act.portal_code, kind=ActKind.FILING).exclude(became="")
    first = before.order_by("-pk").first()
    if first is None:
        raise NotFound(_("Nothing here has the code %(code)s.") % {"code": act.portal_code})
    body = {**first.body, "answers": {**first.body.get("answers", {}), **act.body.get("answers", {})}}
    return _file(act, body, actor, now)


def _payment(act: PushedAct, actor: Actor, now: datetime) -> str:
    """Ask the payment gateway: a notice proves nothing, its signed answer does (R-52, R-53)."""
    dossier = _dossier(act.portal_code)
    if dossier is None:
        raise NotFound(_("Nothing here has the code %(code)s.") % {"code": act.portal_code})
    rows = fees.fees_of(subject_type=SUBJECT_TYPE, subject_key=dossier.row.number, viewer=actor)
    waiting = [row for row in rows if row.state is DemandState.WAITING]
    for row in waiting:
        try:
            verdict = payments.ask_gateway(number=row.number, actor=actor, now=now)
        except NoAnswer as silent:
            raise PortalAway(silent.message) from silent
        if verdict not in PAID:
            message = _("The payment gateway does not confirm that %(number)s was paid.")
            raise Conflict(message % {"number": row.number})
    if not rows:
        raise Conflict(_("There is no fee left to pay."))
    return dossier.row.number


def _dossier(code: str) -> DossierDetail | None:
    try:
        return onestop.get_dossier(number=code, viewer=Actor.system("national_portal"))
    except NotFound:
        return None


def _register(party: PartyIn, now: datetime) -> int:
    kind = PartyKind(party.kind) if party.kind in set(PartyKind) else PartyKind.CITIZEN
    draft = PartyDraft(
        kind=kind,
        name=party.name[:LONGEST_NAME],
        number=party.number[:LONGEST_NUMBER],
        birth_date=party.birth_date,
        address=party.address[:400],
        phone=party.phone[:40],
        email=party.email,
    )
    return registers.register_party(draft=draft, now=now).id


def _papers(act: PushedAct, names: Mapping[str, str]) -> tuple[PaperDraft, ...]:
    """Return the stored files of a code by our codes of papers; with what came before under it, the newest wins."""
    earlier = PushedAct.objects.filter(portal_code=act.portal_code, pk__lte=act.pk)
    wanted = earlier if act.kind == ActKind.SUPPLEMENT and _dossier(act.portal_code) is None else [act]
    found: dict[str, PaperDraft] = {}
    for each in wanted:
        for row in each.files.filter(file__isnull=False).order_by("pk"):
            code = names.get(row.paper, row.paper)
            found[code] = PaperDraft(code=code, copies=1, file_id=row.file_id)
    return tuple(found.values())


def _delivery(said: str) -> DeliveryWay:
    return DeliveryWay(said) if said in set(DeliveryWay) else DeliveryWay.COUNTER
