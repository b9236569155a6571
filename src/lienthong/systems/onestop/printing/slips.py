"""What stands on the printed forms, as data for the templates in `papers/` (Thông tư 03/2025/TT-VPCP, Appendix I).

Texts of forms are Vietnamese by law, so they are not translated.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from pydantic import TypeAdapter

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.audit import queries as audit
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import StepInfo, StepStatus
from lienthong.kernel.ui.words import limit_phrase

from ..contracts import DeliveryWay, FormSet, IntakeKind, PaperSpec, PrintedForm, ResultState
from ..models import Dossier, Extension, IntakeSlip
from ..queries import DossierDetail, SupplementRow
from ..queries.hand_overs import HandOverRow, hand_overs_of
from ..queries.rows import PaperRow
from ..rules import form_on

REFUSE = "onestop.dossier.refuse"
FORM_SETS = Path(__file__).parents[1] / "papers" / "form-sets.json"
# What the time to complete does to the limit, by whether the limit begins anew.
CLOCK_NOTES = {
    False: "Thời gian chờ bổ sung không tính vào thời hạn giải quyết.",
    True: "Thời hạn giải quyết được tính lại từ đầu khi nhận đủ hồ sơ bổ sung.",
}
RECEIVE_AT = {
    DeliveryWay.COUNTER: "Quầy",
    DeliveryWay.POST: "Bưu chính công ích",
    DeliveryWay.ONLINE: "Trực tuyến",
}


@cache
def _form_sets() -> tuple[FormSet, ...]:
    return TypeAdapter(tuple[FormSet, ...]).validate_json(FORM_SETS.read_bytes())


def printed_form(kind: str, day: date) -> tuple[PrintedForm, str]:
    """Return number and title of a kind of form on a day, and the legal basis that gives them (R-61).

    :param kind: as in `papers/form-sets.json`, such as `control-slip`
    :raises KeyError: the law of that day knows no such form
    """
    return form_on(_form_sets(), kind, day)


def money(amount: int) -> str:
    """Return an amount as forms print it: 50.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def tracking_url(number: str, secret: str) -> str:
    """Return the public address where the dossier is followed; it stands in the QR of the receipt."""
    base = str(getattr(settings, "PUBLIC_BASE_URL", "http://localhost:8000")).rstrip("/")
    return f"{base}/tra-cuu/?ma={number}&khoa={secret}"


def receipt_context(dossier: DossierDetail, *, now: datetime) -> dict[str, Any]:
    """Return the data of form 01, receipt and appointment (section 13.2)."""
    agency = organizations.get_agency(agency_id=dossier.reception_id)
    paid = "đã nộp" if dossier.fee_paid_at else "chưa nộp"
    return {
        **_head(agency, dossier, kind="receipt", at=dossier.filed_at),
        "number": f"{dossier.row.number.rsplit('-', 1)[-1]}/TNHS",
        "qr_text": tracking_url(dossier.row.number, dossier.secret),
        "tracking_url": tracking_url(dossier.row.number, dossier.secret).split("?")[0],
        "secret": f"{dossier.secret[:4]}-{dossier.secret[4:]}",
        "papers": [
            {"name": paper.name, "kind": _kinds(paper), "count": _counts(paper)}
            for paper in dossier.papers
            if paper.supplement_no is None
        ],
        "sets": 1,
        "time_limit": _limit(dossier.limit),
        "received_at": local(dossier.row.accepted_at),
        "due_at": local(dossier.row.due_at),
        "receive_at": RECEIVE_AT[DeliveryWay(dossier.delivery_way)],
        "fee": f"{money(dossier.fee)} ({paid})" if dossier.fee else "không thu",
        "submitter": dossier.parties["submitter"]["name"],
        "officer": {"name": dossier.accepted_by},
        "printed_at": local(now),
        "notes": ["Khi đến nhận kết quả, mang theo giấy này và giấy tờ tuỳ thân."],
    }


def supplement_context(dossier: DossierDetail, supplement: SupplementRow) -> dict[str, Any]:
    """Return the data of form 02, request to supplement (section 13.3)."""
    names = {paper.code: paper.name for paper in dossier.papers}
    agency = organizations.get_agency(agency_id=dossier.reception_id)
    return {
        **_head(agency, dossier, kind="supplement", at=supplement.requested_at),
        "number": f"{supplement.no:02d}/HDHS",
        "received_at": local(dossier.row.accepted_at),
        "items": [_wanted(item, names) for item in supplement.items],
        "reason": supplement.reason,
        "deadline": local(supplement.answer_by),
        "clock_note": CLOCK_NOTES[supplement.restarts is True],
        "contact": " ".join(part for part in (agency.name, agency.phone) if part),
        "officer": {"name": supplement.told_by or supplement.requested_by},
    }


def control_slip_context(dossier: DossierDetail, *, now: datetime) -> dict[str, Any]:
    """Return the data of the control slip: one row a hand-over, within an agency and between two (section 13.7)."""
    agency = organizations.get_agency(agency_id=dossier.reception_id)
    steps = processes.list_steps(subject_type="onestop.dossier", subject_key=dossier.row.number)
    passed = hand_overs_of(dossier_id=dossier.row.id, now=now)
    rows = [(line.given_at or line.ready_at, _hand_over_row(line)) for line in passed]
    giver, place = dossier.accepted_by, agency.name
    for step in (each for each in steps if each.status is not StepStatus.AHEAD and each.opened_at is not None):
        if passed and place != step.agency_name:
            # How it came here stands in a row of its own.
            giver, place = "", step.agency_name
        rows.append((step.opened_at or now, _step_row(step, place, giver, now)))
        giver, place = step.person, step.agency_name
    rows.sort(key=lambda row: row[0])
    return {
        **_head(agency, dossier, kind="control-slip", at=now),
        "received_at": local(dossier.row.accepted_at),
        "due_at": local(dossier.row.due_at),
        "rows": [row for _at, row in rows],
        "printed_at": local(now),
    }


def _step_row(step: StepInfo, place: str, giver: str, now: datetime) -> dict[str, Any]:
    late = step.due_at is not None and (step.completed_at or now) > step.due_at
    return {
        "from": place,
        "to": step.agency_name,
        "at": local(step.opened_at),
        "giver": giver,
        "taker": step.person,
        "result": "" if step.completed_at is None else "Quá hạn" if late else "Đúng hạn",
        "note": step.note or step.name,
    }


def _hand_over_row(line: HandOverRow) -> dict[str, Any]:
    """Return one hand-over between agencies, on time or not (R-18, section 20.9)."""
    due = timezone.localtime(line.due_at).strftime("%H giờ %M phút, ngày %d/%m/%Y")
    note = f"Hồ sơ giấy, hạn giao {due}" if line.on_paper else "Hồ sơ điện tử, chuyển ngay"
    return {
        "from": line.giving,
        "to": line.taking,
        "at": local(line.given_at),
        "taken_at": local(line.taken_at) if line.on_paper else None,
        "giver": line.giver,
        "taker": line.taker,
        "result": hand_over_verdict(line),
        "note": f"{note}. Không nhận: {line.refusal}" if line.refusal else note,
    }


def hand_over_verdict(line: HandOverRow) -> str:
    """Return whether a hand-over was in time, as the slip says it."""
    if line.given_at is None:
        return "Chưa giao, quá hạn" if line.is_late else "Chưa giao"
    return "Quá hạn" if line.is_late else "Đúng hạn"


def hand_over_slip_context(lines: Sequence[HandOverRow], *, now: datetime) -> dict[str, Any]:
    """Return the data of the slip on which the dossiers given together to one agency stand (R-18)."""
    first = lines[0]
    agency = organizations.get_agency(agency_id=first.from_id)
    superior = organizations.get_agency(agency_id=agency.parent_id).name if agency.parent_id else ""
    return {
        "agency": {"name": agency.name, "superior": superior, "place": "Khánh Hoà", "phone": agency.phone},
        "paper_title": "Phiếu giao nhận hồ sơ",
        "date": local(first.given_at or now),
        "giving": first.giving,
        "taking": first.taking,
        "giver": first.giver,
        "taker": first.taker,
        "given_at": local(first.given_at),
        "taken_at": local(first.taken_at),
        "rows": [
            {
                "code": line.dossier,
                "name": line.title,
                "owner": line.owner,
                "due_at": local(line.due_at),
                "result": hand_over_verdict(line),
            }
            for line in lines
        ],
        "printed_at": local(now),
    }


def refusal_context(dossier: DossierDetail) -> dict[str, Any]:
    """Return the data of form 03, refusal, from the history of the act (section 13.4).

    :raises NotFound: the dossier was not refused
    """
    history = audit.list_history(subject_type="onestop.dossier", subject_key=dossier.row.number)
    refused = next((line for line in reversed(history) if line.act == REFUSE), None)
    if dossier.result_state != ResultState.REFUSED or refused is None:
        raise NotFound(_("This dossier was not refused."))
    agency = organizations.get_agency(agency_id=dossier.reception_id)
    return {
        **_head(agency, dossier, kind="refusal", at=refused.at),
        "number": f"{dossier.row.number.rsplit('-', 1)[-1]}/TCHS",
        "reason": refused.note,
        "returned": [{"name": paper.name, "count": paper.originals} for paper in dossier.papers if paper.originals],
        "submitter": dossier.parties["submitter"]["name"],
        "officer": {"name": refused.actor, "capacity": refused.position or "Người có thẩm quyền"},
    }


def stop_notice_context(dossier: DossierDetail) -> dict[str, Any]:
    """Return the data of form 05, the notice that processing stopped because the applicant withdrew.

    :raises NotFound: the dossier did not end so
    """
    asked = dossier.withdrawn
    if asked is None or asked.decided_at is None:
        raise NotFound(_("This dossier was not withdrawn."))
    agency = organizations.get_agency(agency_id=dossier.reception_id)
    return {
        **_head(agency, dossier, kind="stop-notice", at=asked.decided_at),
        "number": f"{dossier.row.number.rsplit('-', 1)[-1]}/DHS",
        "reason": asked.reason,
        "asked_at": local(asked.asked_at),
        "submitter": dossier.parties["submitter"]["name"],
        "officer": {"name": asked.decided_by, "capacity": asked.position or "Người có thẩm quyền"},
    }


def intake_context(slip: IntakeSlip, wanted: Iterable[PaperSpec]) -> dict[str, Any]:
    """Return the data of form 02 or 03 as the counter gives it before acceptance (sections 13.3, 13.4).

    :param wanted: the papers of the case, whose names and counts form 02 prints
    """
    agency = organizations.get_agency(agency_id=slip.reception_id)
    completes = slip.kind == IntakeKind.COMPLETION
    owner, submitter = slip.parties["owner"], slip.parties["submitter"]
    specs = {paper.code: paper for paper in wanted}
    return {
        **_frame(agency, owner, slip.title, kind="supplement" if completes else "refusal", at=slip.given_at),
        "number": slip.number,
        "items": [_lacking(item, specs.get(item["paper"])) for item in slip.items],
        "reason": slip.reason,
        "legal_basis": slip.legal_basis or None,
        "advice": slip.advice or None,
        "contact": ", ".join(part for part in (slip.given_by_name, agency.name, agency.phone) if part),
        "submitter": submitter["name"],
        "officer": {
            "name": slip.given_by_name,
            "capacity": "Người hướng dẫn" if completes else "Người tiếp nhận hồ sơ",
        },
    }


def apology_context(dossier: Dossier, extension: Extension, *, number: str, capacity: str) -> dict[str, Any]:
    """Return the data of form 04: reason, apology, the one new appointment (section 13.5, R-23).

    :param capacity: in which position the competent person signs
    """
    agency = organizations.get_agency(agency_id=dossier.competent_id)
    frame = _frame(agency, dossier.parties["owner"], dossier.title, kind="apology", at=extension.decided_at)
    return {
        **frame,
        "dossier": {"code": dossier.number},
        "number": number,
        "title": frame["paper_title"],
        "received_at": local(dossier.accepted_at),
        "due_at": local(extension.due_before),
        "new_due_at": local(extension.due_after),
        "is_ahead": extension.decided_at <= extension.due_before,
        "reason": extension.reason,
        "recipients": ["Như trên", dossier.reception.name, "Lưu: VT"],
        "signer": {"capacity": capacity or "Người có thẩm quyền", "name": extension.decided_by_name},
    }


def local(moment: datetime | None) -> str | None:
    """Return a moment as local text for a form."""
    return timezone.localtime(moment).isoformat() if moment else None


def _limit(limit: str) -> str:
    """Return a time limit as forms print it, in Vietnamese whoever prints."""
    with override("vi"):
        return limit_phrase(limit)


def _wanted(item: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return one line of form 02: the paper by its name, never by our code, then what is asked of it."""
    name = names.get(item["paper"], "")
    return {"name": name or item["content"], "request": item["content"].removeprefix(f"{name}: ") if name else ""}


def _lacking(item: Mapping[str, str], spec: PaperSpec | None) -> dict[str, Any]:
    """Return one line of form 02 before acceptance: the paper with how many are wanted, or what else is to be done."""
    if spec is None:
        return {"name": item["content"], "request": ""}
    counts = {name: count for name, count in (("originals", spec.originals), ("copies", spec.copies)) if count}
    return {"name": spec.name, "request": item["content"], **counts}


def _kinds(paper: PaperRow) -> str:
    """Return which kinds of copies of a paper were handed in, or that data stand in for it."""
    if paper.spared_by:
        return f"Khai thác dữ liệu: {'; '.join(paper.spared_by)}"
    kinds = [name for name, count in (("Bản chính", paper.originals), ("Bản sao", paper.copies)) if count]
    return ", ".join(kinds).capitalize() or "Bản điện tử"


def _counts(paper: PaperRow) -> str:
    """Return how many, originals before copies; none of what was not handed in."""
    if paper.spared_by:
        return "0"
    return " + ".join(str(count) for count in (paper.originals, paper.copies) if count) or "1"


def _head(agency: AgencyInfo, dossier: DossierDetail, *, kind: str, at: datetime) -> dict[str, Any]:
    """Return what all forms of a dossier share: agency, applicant, procedure, code, form number and basis."""
    shared = _frame(agency, dossier.parties["owner"], dossier.row.title, kind=kind, at=at)
    return {**shared, "dossier": {"code": dossier.row.number}}


def _frame(
    agency: AgencyInfo, applicant: Mapping[str, str], procedure: str, *, kind: str, at: datetime
) -> dict[str, Any]:
    """Return what every form shares, also where there is no dossier; number, title and basis are those of its day."""
    form, basis = printed_form(kind, timezone.localdate(at))
    superior = organizations.get_agency(agency_id=agency.parent_id).name if agency.parent_id else ""
    return {
        "agency": {"name": agency.name, "superior": superior, "place": "Khánh Hoà", "phone": agency.phone},
        "form": {"number": form.number, "basis": basis},
        "paper_title": form.title,
        "date": local(at),
        "applicant": {
            "name": applicant["name"],
            "identity": applicant["number"],
            "address": applicant["address"],
            "phone": applicant["phone"],
            "email": applicant["email"],
        },
        "procedure": {"name": procedure},
    }
