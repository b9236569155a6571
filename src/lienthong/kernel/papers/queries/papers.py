"""Reads of papers."""

import hashlib

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.files import queries as files

from .. import rules
from ..contracts import PaperInfo, PaperState, PaperVerification
from ..extensions import read_signatures
from ..models import Paper


def verify(*, code: str) -> PaperVerification:
    """Return what anybody may know of the paper with this code, checking the kept file each time.

    :raises NotFound: no paper has this code
    """
    paper = Paper.objects.select_related("replaced_by").filter(code=rules.normal_code(code)).first()
    if paper is None:
        raise NotFound(_("No paper has this code. Check each letter and try again."))
    try:
        with files.open_file(file_id=paper.file_id) as file:
            pdf = file.read()
    except NotFound:
        pdf = b""
    return PaperVerification(
        code=paper.code,
        title=paper.title,
        number=paper.number,
        agency_name=paper.agency_name,
        issued_at=paper.issued_at,
        state=PaperState(paper.state),
        state_at=paper.state_at,
        replaced_by_code=paper.replaced_by.code if paper.replaced_by else "",
        intact=hashlib.sha256(pdf).hexdigest() == paper.sha256,
        sha256=paper.sha256,
        signatures=read_signatures(pdf) if pdf else (),
        state_reason=paper.public_reason,
        replaced_by_number=paper.replaced_by.number if paper.replaced_by else "",
    )


def get_paper(*, paper_id: int) -> PaperInfo:
    """Return the facts of a paper; the caller has checked who asks.

    :raises NotFound: there is no such paper
    """
    paper = Paper.objects.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(_("There is no such paper."))
    return paper.as_info()


def list_papers(*, subject_type: str, subject_key: str) -> tuple[PaperInfo, ...]:
    """Return the papers issued about a subject, oldest first; the caller has checked who asks."""
    rows = Paper.objects.filter(subject_type=subject_type, subject_key=subject_key).order_by("issued_at", "pk")
    return tuple(row.as_info() for row in rows)
