"""Filing over the network: a receipt number and a time to be answered, no code yet (R-14, R-17)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted
from lienthong.kernel.acts.services import run_once
from lienthong.kernel.audit import services as audit
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import TimeLimit
from lienthong.kernel.events import services as events
from lienthong.kernel.forms import queries as forms
from lienthong.kernel.numbering import services as numbering
from lienthong.kernel.numbering.contracts import BookKey
from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import FILING_TYPE, Filed, FilingDraft, FilingState, PackageSpec, PaperDraft
from lienthong.systems.onestop.events import FilingSubmitted
from lienthong.systems.onestop.models import Filing, FilingPaper
from lienthong.systems.onestop.policy import FILINGS
from lienthong.systems.onestop.queries import load_package, require_offer

from .accept_dossier import require_code, snapshot
from .declare import require_files
from .errands import await_answer

SUBMIT = "onestop.filing.submit"


def submit_filing(*, draft: FilingDraft, actor: Actor, now: datetime, idempotency_key: str = "") -> Filed:
    """Take in what was filed over the network; from this moment it exists and waits to be answered (R-14).

    Sent twice with the same key it is filed once and answered the same.

    :raises NotPermitted: the actor does not file with this agency, or it does not receive the procedure
    :raises Invalid: answers wrong, an unknown case, or a code that is none
    :raises Conflict: something else has its code already
    :raises NotFound: an unknown procedure, agency or applicant
    """
    if not FILINGS.allows(actor, SUBMIT, Filing(reception_id=draft.reception_id)):
        raise NotPermitted(_("You may not file with this agency."))
    number, is_new = run_once(
        key=idempotency_key,
        purpose=SUBMIT,
        inputs=asdict(draft),
        actor=actor,
        now=now,
        create=lambda: _submit(draft, actor, now),
    )
    answer_by = Filing.objects.values_list("answer_by", flat=True).get(number=number)
    return Filed(number=number, answer_by=answer_by, is_new=is_new)


def _submit(draft: FilingDraft, actor: Actor, now: datetime) -> str:
    package = load_package(code=draft.package)
    if all(case.code != draft.case for case in package.spec.cases):
        raise Invalid(_("Choose the case"), errors=(FieldError("case", _("Choose the case")),))
    answers = forms.get_form(key=package.spec.form, version=package.form_version).clean(draft.answers)
    agency = organizations.get_agency(agency_id=draft.reception_id)
    if rules.receiving_level(agency.kind) not in package.spec.levels:
        raise NotPermitted(_("This procedure is not received at this counter."))
    require_offer(code=package.spec.code, agency_id=agency.id, online=True)
    require_files(draft.papers, actor)
    require_code(draft.code)
    _require_free(draft.code)
    parties = organizations.get_parties(party_ids=(draft.owner_id, draft.submitter_id))
    warn_at, answer_by = _times(package.spec, agency.calendar_id or 0, now)
    year = timezone.localdate(now).year
    order = numbering.next_number(book=BookKey("onestop.filing", agency.id, str(year)), now=now)
    filing = Filing.objects.create(
        number=f"BN-{agency.code}-{year}-{order:05d}",
        reference=draft.reference,
        code=draft.code,
        vneid=draft.vneid,
        package_id=package.id,
        procedure_code=package.spec.code,
        title=package.spec.title,
        case_code=draft.case,
        owner_id=draft.owner_id,
        submitter_id=draft.submitter_id,
        parties={"owner": snapshot(parties[draft.owner_id]), "submitter": snapshot(parties[draft.submitter_id])},
        reception_id=agency.id,
        answers=answers,
        delivery_way=draft.delivery,
        state=FilingState.FILED,
        filed_at=min(draft.filed_at or now, now),
        filed_by_name=actor.name,
        warn_at=warn_at,
        answer_by=answer_by,
    )
    _keep_papers(filing, draft.papers)
    await_answer(filing, short_title=package.spec.short_title, now=now)
    audit.record(subject_type=FILING_TYPE, subject_key=filing.number, act=SUBMIT, actor=actor, now=now)
    submitted = FilingSubmitted(
        filing=filing.number, procedure=package.spec.code, reception_id=agency.id, answer_by=answer_by, at=now
    )
    events.publish(event=submitted, subject=filing.number, now=now, actor_name=actor.name)
    return filing.number


def _require_free(code: str) -> None:
    """Refuse a second filing under a code while the first may still become a dossier; once answered it may come again.

    :raises Conflict: one waits under it, or was accepted
    """
    same = Filing.objects.filter(code=code, state__in=[FilingState.FILED, FilingState.ACCEPTED])
    if code and same.exists():
        raise Conflict(_("A filing with this code is here already."))


def _times(spec: PackageSpec, calendar_id: int, now: datetime) -> tuple[datetime, datetime]:
    """Return when half of the working time to answer has gone by, and when all of it has."""
    limit = TimeLimit.parse(spec.answer_filing_within or settings.ONESTOP_ANSWER_FILING_WITHIN)
    answer_by = calendars.add_limit(calendar_id=calendar_id, start=now, limit=limit)
    minutes = calendars.working_minutes_between(calendar_id=calendar_id, start=now, end=answer_by)
    return calendars.add_working_minutes(calendar_id=calendar_id, start=now, minutes=minutes // 2), answer_by


def _keep_papers(filing: Filing, papers: Iterable[PaperDraft]) -> None:
    sent = {paper.code: paper.file_id for paper in papers if paper.file_id is not None}
    FilingPaper.objects.bulk_create(
        FilingPaper(filing=filing, code=code, file_id=file_id or 0) for code, file_id in sent.items()
    )
