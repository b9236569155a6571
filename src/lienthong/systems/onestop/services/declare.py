"""What a dossier declares and brings: answers judged, papers required, papers that registers spare (R-8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.files import queries as files
from lienthong.kernel.forms import queries as forms
from lienthong.kernel.forms.contracts import FieldKind, WaivedPaper
from lienthong.kernel.organizations.contracts import PartyInfo
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import CaseSpec, DossierDraft, PaperDraft
from lienthong.systems.onestop.extensions import StoredPaper
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.queries import prefilled

from .take_stored import evidence_of, take_stored

DECLARED = "KHAI"
RESULTS = "results"


@dataclass(frozen=True)
class Declared:
    """Answers found right, the papers they spare, and the files they name as (question, file)."""

    answers: dict[str, Any]
    spared: tuple[WaivedPaper, ...]
    attached: tuple[tuple[str, int], ...]


def declare(
    form: forms.CompiledForm, draft: DossierDraft, *, owner: PartyInfo, actor: Actor, now: datetime
) -> Declared:
    """Judge the answers of a draft, verified sources first: what they know need not be sent and cannot be changed.

    :raises Invalid: answers missing or wrong, other than a verified source says, or naming a file of somebody else
    """
    sourced = prefilled(form=form, owner=owner, viewer=actor, now=now, verified_only=True)
    answers = form.clean(forms.settle(form=form, answers=draft.answers, sourced=sourced))
    if errors := forms.check_attachments(form=form, answers=answers, actor=actor):
        raise Invalid(_("Please correct what is marked."), errors=errors)
    spared = forms.papers_waived(form=form, answers=answers, sourced=sourced) if sourced else ()
    return Declared(answers, spared, _attached(form, answers, actor))


def _attached(form: forms.CompiledForm, answers: dict[str, Any], actor: Actor) -> tuple[tuple[str, int], ...]:
    labels = {
        UUID(answers[field.name]): field.label
        for field in form.description.fields
        if field.kind is FieldKind.ATTACHMENT and answers.get(field.name)
    }
    found = files.list_sent(uuids=frozenset(labels), actor=actor) if labels else ()
    return tuple((labels[info.uuid], info.id) for info in found)


def require_papers(case: CaseSpec, papers: Iterable[PaperDraft], *, spared: Iterable[WaivedPaper]) -> None:
    """Refuse a dossier that lacks a required paper which no register replaces (R-8, 224/2026 Art. 18(4)).

    :raises Invalid: names each paper that is missing
    """
    known = {waived.code for waived in spared}
    missing = [paper for paper in rules.missing_papers(case.papers, papers) if paper.code not in known]
    if missing:
        errors = tuple(FieldError(f"papers.{paper.code}", _("Missing: %s") % paper.name) for paper in missing)
        raise Invalid(_("Papers are missing; print the request to complete (form 02) instead."), errors=errors)


def require_files(papers: Iterable[PaperDraft], actor: Actor) -> None:
    """Refuse papers whose files the actor neither sent nor may open.

    :raises NotFound: such a file
    """
    files.require_usable(file_ids=[paper.file_id for paper in papers if paper.file_id is not None], actor=actor)


def keep_papers(
    dossier: Dossier,
    case: CaseSpec,
    papers: Sequence[PaperDraft],
    *,
    spared: Iterable[WaivedPaper],
    attached: Iterable[tuple[str, int]],
    actor: Actor,
    now: datetime,
) -> None:
    """Write down the papers of a new dossier: handed in, attached to answers, and what need not come with its evidence.

    What the draft names of the owner's store is taken from it here.

    :raises Invalid: a paper of the store does not count or fit, or nobody is at the counter
    """
    specs = {paper.code: paper for paper in case.papers}
    brought = [paper for paper in papers if paper.code in specs and paper.present and not paper.stored]
    common = {"dossier": dossier, "added_at": now, "added_by_name": actor.name}
    rows = [
        DossierPaper(
            code=paper.code,
            name=specs[paper.code].name,
            originals=paper.originals or specs[paper.code].originals,
            copies=paper.copies or specs[paper.code].copies,
            file_id=paper.file_id,
            digitised=DossierPaper.Digitised.YES if paper.file_id else DossierPaper.Digitised.NO,
            **common,
        )
        for paper in brought
    ]
    rows += [
        DossierPaper(code=DECLARED, name=label, file_id=file_id, digitised=DossierPaper.Digitised.YES, **common)
        for label, file_id in attached
    ]
    stored = take_stored(dossier, case, papers, actor=actor, now=now)
    rows += [_stored(code, specs[code].name, paper, common) for code, paper in stored.items()]
    handed = {*stored, *(paper.code for paper in brought)}
    rows += [
        _spared(waived, specs[waived.code].name, common)
        for waived in spared
        if waived.code in specs and waived.code not in handed
    ]
    DossierPaper.objects.bulk_create(rows)


def _stored(code: str, name: str, paper: StoredPaper, common: dict[str, Any]) -> DossierPaper:
    reused = DossierPaper.Digitised.FROM_RESULT if paper.is_result else DossierPaper.Digitised.REUSED
    person = common["dossier"].parties["submitter"]["name"]
    evidence = evidence_of(paper, present_name=person, now=common["added_at"])
    return DossierPaper(
        code=code, name=name, present=False, file_id=paper.file_id, digitised=reused, evidence=evidence, **common
    )


def _spared(waived: WaivedPaper, name: str, common: dict[str, Any]) -> DossierPaper:
    reused = DossierPaper.Digitised.FROM_RESULT if RESULTS in waived.sources else DossierPaper.Digitised.REUSED
    evidence = {
        "fields": list(waived.fields),
        "sources": list(waived.sources),
        "labels": list(waived.labels),
        "at": waived.at.isoformat(),
    }
    return DossierPaper(code=waived.code, name=name, present=False, digitised=reused, evidence=evidence, **common)
