"""Dossiers that end with a result, for tests of the store."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import DossierDraft, PaperDraft
from lienthong.systems.onestop.testing import SmallProvince, draft_of

CERTIFICATE = "1.008891"
STEPS: tuple[tuple[Any, str, dict[str, Any]], ...] = (
    (services.complete_step, "department.division-head", {"outcome": "assign"}),
    (services.complete_step, "department.specialist", {"outcome": "propose"}),
    (services.complete_step, "department.division-head", {"outcome": "pass"}),
    (services.sign_result, "department.leader", {}),
    (services.issue_result, "department.clerk", {}),
)


def register(name: str, number: str) -> PartyInfo:
    """Return somebody new in the register."""
    draft = PartyDraft(kind=PartyKind.CITIZEN, name=name, number=number, phone="0900000999")
    return organizations.register_party(draft=draft, now=timezone.now())


def certificate_draft(province: SmallProvince, owner: PartyInfo | None = None, **papers: Any) -> DossierDraft:
    """Return a complete draft; `papers` change what is said of a paper, by code with an underscore."""
    draft = draft_of(CERTIFICATE, province.party)
    changed = {code.replace("_", "-"): more for code, more in papers.items()}
    kept = tuple(replace(paper, **changed.get(paper.code, {})) for paper in draft.papers)
    return replace(draft, papers=kept, owner_id=(owner or province.party).id)


def accepted(province: SmallProvince, draft: DossierDraft) -> str:
    """Accept a draft at the centre; return the number of the dossier."""
    actor = province.at("centre.reception")
    return services.accept_dossier(draft=draft, actor=actor, now=timezone.now()).number


def ended(province: SmallProvince, draft: DossierDraft, *, deliver: bool = True) -> str:
    """Bring a dossier to its issued result; return its number."""
    number = accepted(province, draft)
    for act, officer, inputs in STEPS:
        (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
        act(number=number, work_item_id=item.id, actor=province.at(officer), now=timezone.now(), **inputs)
    if deliver:
        deliver_everything(timezone.now())
    return number


def scanned(file: int) -> dict[str, Any]:
    """Return what a draft says of a paper that was scanned."""
    return {"file_id": file}


def without(draft: DossierDraft, code: str) -> tuple[PaperDraft, ...]:
    """Return the papers of a draft without one."""
    return tuple(paper for paper in draft.papers if paper.code != code)
