"""Issue a paper: print, sign, keep, and make it checkable by its code."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.audit import services as audit
from lienthong.kernel.files import services as files
from lienthong.kernel.ui.services import qr_svg

from .. import rules, typesetting
from ..contracts import LONGEST_REASON, PaperInfo, PaperState, SignaturePlace
from ..extensions import PaperTemplate, find_template
from ..models import Paper
from ..queries import sheet_in_force

Sign = Callable[[bytes, SignaturePlace | None], bytes]


def new_code() -> str:
    """Return a fresh verification code, for a paper that must carry it before it is issued."""
    return rules.new_code()


def address_of(*, code: str) -> str:
    """Return the full public address where a paper is checked; it stands in the QR code."""
    base = str(getattr(settings, "PUBLIC_BASE_URL", "http://localhost:8000")).rstrip("/")
    return base + reverse("papers:verify", kwargs={"code": code})


def qr_picture(*, code: str) -> str:
    """Return the QR code of a paper as SVG, as it stands on the paper."""
    return qr_svg(address_of(code=code))


def issue(
    *,
    template: str,
    context: Mapping[str, Any],
    subject_type: str,
    subject_key: str,
    title: str,
    actor: Actor,
    now: datetime,
    file_bytes: bytes | None = None,
    code: str | None = None,
    sign: Sign | None = None,
    replaces: int | None = None,
    replaced_because: str = "",
    agency_id: int | None = None,
) -> PaperInfo:
    """Issue a paper about a subject; the caller has checked that the actor may.

    :param context: data of the template; without `qr_text` the QR code leads to the verification page
    :param file_bytes: a PDF printed already (then with `code` from `new_code`, if it carries one), which names the
        version of its template
    :param sign: signs the printed PDF at the place the template leaves, before it is kept
    :param replaces: the paper that this one takes the place of
    :param replaced_because: why, as whoever checks the old paper reads it
    :param agency_id: whose paper it is, by default the actor's; its own template goes before the one for all
    :raises UnknownTemplate: no system registered the template
    :raises PaperNotRendered: data the template needs are missing, or it cannot be printed
    :raises Conflict: the paper to be replaced no longer counts
    """
    agency_id, code = actor.agency_id if agency_id is None else agency_id, code or rules.new_code()
    printed_by = rules.version_in(file_bytes or b"")
    known = find_template(template) if printed_by else sheet_in_force(key=template, at=now, agency_id=agency_id)
    full = {"qr_text": address_of(code=code), "paper_title": title, **context}
    pdf = file_bytes if file_bytes is not None else _print(known, full, sign, now)
    paper = Paper(
        code=code,
        template=known.key,
        template_version=printed_by or known.version or typesetting.template_version(known),
        title=title,
        number=str(context.get("number") or ""),
        subject_type=subject_type,
        subject_key=subject_key,
        issued_at=now,
        issued_by=actor.name,
        agency_name=_agency_name(context, actor),
        agency_id=agency_id,
        state=PaperState.VALID,
    )
    made_here = file_bytes is None or bool(printed_by)
    return _keep(paper, pdf, actor, now, replaces=replaces, because=replaced_because, made_here=made_here)


def _keep(
    paper: Paper, pdf: bytes, actor: Actor, now: datetime, *, replaces: int | None, because: str, made_here: bool
) -> PaperInfo:
    """Store the file, the paper, what it replaces, and the history."""
    # Nothing here is tried and taken back: a refusal ends the caller's transaction too, so no savepoint is needed.
    with transaction.atomic(savepoint=False):
        name = f"{paper.template}-{paper.code}.pdf"
        stored = files.store_bytes(data=pdf, name=name, actor=actor, now=now, made_here=made_here)
        paper.file_id, paper.sha256 = stored.id, stored.sha256
        paper.save(force_insert=True)
        if replaces is not None:
            _replace(old_id=replaces, by=paper, because=because, now=now)
        _write_history(paper, actor, now)
        return paper.as_info()


def _print(template: PaperTemplate, context: Mapping[str, Any], sign: Sign | None, now: datetime) -> bytes:
    """Print the paper, and sign it at the place the template leaves when there is a signer."""
    pdf = typesetting.typeset(template=template, context=context, standards=["a-2b"], now=now)
    return sign(pdf, typesetting.last_signature_place()) if sign is not None else pdf


def _write_history(paper: Paper, actor: Actor, now: datetime) -> None:
    audit.record(
        subject_type=paper.subject_type,
        subject_key=paper.subject_key,
        act="papers.issue",
        actor=actor,
        now=now,
        data={"code": paper.code, "title": paper.title, "number": paper.number, "sha256": paper.sha256},
    )


def _agency_name(context: Mapping[str, Any], actor: Actor) -> str:
    agency = context.get("agency")
    printed = agency.get("name") if isinstance(agency, Mapping) else None
    return str(printed or actor.agency_name)


def _replace(*, old_id: int, by: Paper, because: str, now: datetime) -> None:
    old = Paper.objects.select_for_update().get(pk=old_id)
    if old.state != PaperState.VALID:
        raise Conflict(_("This paper has been replaced or revoked already."))
    old.state, old.state_at, old.replaced_by = PaperState.REPLACED, now, by
    old.public_reason = because.strip()[:LONGEST_REASON]
    old.save(update_fields=["state", "state_at", "replaced_by", "public_reason"])
