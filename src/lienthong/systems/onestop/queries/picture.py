"""A dossier, or a filing that keeps its code, as the world outside is told of it (section 17.2)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.ui.queries import within_days
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import (
    FINAL,
    Channel,
    DeliveryWay,
    DossierPicture,
    FilingState,
    Payment,
    PicturedFee,
    PicturedFile,
    PicturedPaper,
    PicturedResult,
    PicturedSupplement,
    State,
)
from lienthong.systems.onestop.models import Dossier, DossierPaper, Filing, Result, Supplement

from .packages import package_of
from .portal import NATIONAL, portal_code_of

REUSED = frozenset({DossierPaper.Digitised.REUSED, DossierPaper.Digitised.FROM_RESULT})
FILING_STATES = {
    FilingState.FILED: rules.PORTAL_FILED,
    FilingState.COMPLETION: rules.PORTAL_SUPPLEMENT,
    FilingState.REFUSED: rules.PORTAL_NOT_RECEIVED,
}


def picture(*, number: str, destination: str = NATIONAL) -> DossierPicture:
    """Return the full current picture of a dossier, or of a filing by the code it keeps (R-67).

    The caller minds who is told. At most five statements.

    :param destination: as whose states it is told (R-33)
    :raises NotFound: nothing here has this code
    """
    dossier = Dossier.objects.select_related("reception", "competent", "package").filter(number=number).first()
    if dossier is not None:
        return _of_dossier(dossier, destination)
    rows = Filing.objects.select_related("reception", "package", "slip").filter(code=number).exclude(code="")
    filing = rows.order_by("-pk").first()
    if filing is None:
        raise NotFound(_("There is no such dossier, or you may not see it."), number=number)
    return _of_filing(filing)


def received_on(*, day: date) -> tuple[tuple[str, str], ...]:
    """Return procedure and code of each dossier accepted on a local day, in order of acceptance. One statement.

    A dossier whose parts other agencies do is one line: its parts are steps of it and no filings (R-47, R-70).
    """
    rows = Dossier.objects.filter(within_days("accepted_at", day, day)).order_by("pk")
    return tuple(rows.values_list("procedure_code", "number"))


def known_codes(*, codes: Collection[str]) -> frozenset[str]:
    """Return those of some codes under which a dossier or a filing is here, whichever of its codes it is.

    Two statements.
    """
    wanted = [code for code in codes if code]
    dossiers = Dossier.objects.filter(Q(number__in=wanted) | Q(own_number__in=wanted))
    found = {each for pair in dossiers.values_list("number", "own_number") for each in pair}
    found |= set(Filing.objects.filter(code__in=wanted).values_list("code", flat=True))
    return frozenset(found & set(wanted))


def _of_dossier(dossier: Dossier, destination: str) -> DossierPicture:
    state = State(dossier.state)
    withheld = state is State.STOPPED
    return DossierPicture(
        number=dossier.number,
        own_number=dossier.own_number,
        procedure=dossier.procedure_code,
        title=dossier.title,
        field=dossier.field,
        case=dossier.case_code,
        summary=f"{dossier.title}, {dossier.parties['owner']['name']}",
        channel=Channel(dossier.channel),
        filed_at=dossier.filed_at,
        received_at=dossier.accepted_at,
        due_at=dossier.due_at,
        refused_at=dossier.ended_at if withheld else None,
        ended_at=dossier.ended_at,
        returned_at=dossier.returned_at,
        portal_state=portal_code_of(dossier, destination=destination),
        delivery=DeliveryWay(dossier.delivery_way),
        limit=dossier.limit,
        reception=dossier.reception.name,
        reception_id=dossier.reception_id,
        reception_code=dossier.reception.code,
        competent=dossier.competent.name,
        competent_code=dossier.competent.code,
        filed_elsewhere=bool(dossier.own_number),
        vneid=dossier.vneid,
        fee_waits=dossier.payment == Payment.DEMANDED,
        paid_online=dossier.paid_online if dossier.payment == Payment.PAID else "0",
        note="" if state in FINAL else dossier.step_name,
        parties=dossier.parties,
        papers=_papers(dossier),
        fees=tuple(_fee(line) for line in dossier.fee_lines),
        supplements=tuple(_supplement(row) for row in dossier.supplements.order_by("no")),
        results=tuple(_result(row) for row in _issued(dossier)),
    )


def _of_filing(filing: Filing) -> DossierPicture:
    package = filing.package
    state = FilingState(filing.state)
    slip = filing.slip
    asked = slip is not None and state is FilingState.COMPLETION
    return DossierPicture(
        number=filing.code,
        own_number=filing.number,
        procedure=filing.procedure_code,
        title=filing.title,
        field=package.field,
        case=filing.case_code,
        summary=f"{filing.title}, {filing.parties['owner']['name']}",
        channel=Channel.ONLINE,
        filed_at=filing.filed_at,
        received_at=None,
        due_at=None,
        refused_at=filing.answered_at if state is FilingState.REFUSED else None,
        ended_at=None,
        returned_at=None,
        portal_state=FILING_STATES.get(state, rules.PORTAL_RECEIVED),
        delivery=DeliveryWay(filing.delivery_way),
        limit="",
        reception=filing.reception.name,
        reception_id=filing.reception_id,
        reception_code=filing.reception.code,
        competent=filing.reception.name,
        competent_code=filing.reception.code,
        filed_elsewhere=True,
        vneid=filing.vneid,
        fee_waits=False,
        paid_online="0",
        note=slip.reason if slip is not None else "",
        parties=filing.parties,
        supplements=(_completion(filing),) if asked else (),
    )


def _completion(filing: Filing) -> PicturedSupplement:
    """Return the form 02 of a filing as a request to supplement: nothing runs yet, so no date moves (R-30)."""
    slip: Any = filing.slip
    return PicturedSupplement(
        no=1,
        reason=slip.reason,
        contents=tuple(item["content"] for item in slip.items),
        requested_at=slip.given_at,
        requested_by=slip.given_by_name,
        answer_by=slip.given_at,
        answered_at=None,
        received_by="",
        due_before=None,
        due_after=None,
        withdrawn=False,
    )


def _papers(dossier: Dossier) -> tuple[PicturedPaper, ...]:
    types = {each.code: each.type_code for each in package_of(dossier).spec.case(dossier.case_code).papers}
    rows = dossier.papers.select_related("file").order_by("id")
    return tuple(_paper(row, types) for row in rows)


def _paper(row: DossierPaper, types: Mapping[str, str]) -> PicturedPaper:
    from_result = row.digitised == DossierPaper.Digitised.FROM_RESULT
    return PicturedPaper(
        key=str(row.pk),
        code=row.code,
        name=row.name,
        originals=row.originals,
        copies=row.copies,
        digitised=row.digitised == DossierPaper.Digitised.YES,
        reused=row.digitised in REUSED,
        from_store="store" in (row.evidence or {}).get("sources", ()),
        replaced_by=types.get(row.code, "") if from_result else "",
        file=_file(row.file),
    )


def _fee(line: Mapping[str, Any]) -> PicturedFee:
    return PicturedFee(code=line["code"], kind=line["kind"], name=line["name"], amount=line["amount"])


def _supplement(row: Supplement) -> PicturedSupplement:
    return PicturedSupplement(
        no=row.no,
        reason=row.reason,
        contents=tuple(item["content"] for item in row.items),
        requested_at=row.requested_at,
        requested_by=row.requested_by_name,
        answer_by=row.answer_by,
        answered_at=None if row.withdrawn_at else row.answered_at,
        received_by=row.received_by_name,
        due_before=row.due_before,
        due_after=row.due_after,
        withdrawn=row.withdrawn_at is not None,
    )


def _issued(dossier: Dossier) -> list[Result]:
    rows = Result.objects.filter(dossier=dossier, issued_at__isnull=False)
    return list(rows.select_related("file").order_by("no"))


def _result(row: Result) -> PicturedResult:
    return PicturedResult(
        code=row.code,
        type_code=row.type_code,
        number=row.number,
        title=row.title,
        signed_on=timezone.localdate(row.signed_at),
        valid_to=row.valid_to,
        end=row.end,
        file=_file(row.file),
    )


def _file(file: Any) -> PicturedFile | None:
    if file is None:
        return None
    return PicturedFile(file_id=file.pk, name=file.name, sha256=file.sha256, media_type=file.media_type, size=file.size)
