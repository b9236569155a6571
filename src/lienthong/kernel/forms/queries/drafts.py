"""Reading drafts: each person sees their own, on any device."""

from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from ..compiled import CompiledForm
from ..contracts import DraftInfo
from ..models import AnswerDraft

SIGNER = Signer(salt="lienthong.kernel.forms.draft")
MOST = 100


def draft_token(*, form: CompiledForm, purpose: str, subject: str, title: str, url: str) -> str:
    """Return what a page sends with every saving: which form is filled in for what, and where it is gone on with.

    Signed, so that a browser cannot make drafts of things that no page offered.

    :param purpose: what the answers are for, such as `onestop.filing`
    :param subject: which of them, such as the code of a procedure
    :param url: the page on which the person goes on
    """
    return SIGNER.sign_object([purpose, subject, form.key, form.version, title, url])


def read_draft_token(token: str) -> tuple[str, str, str, int, str, str]:
    """Return what a token says: purpose, subject, key and version of the form, title, address.

    :raises NotFound: it was not made by this program
    """
    try:
        purpose, subject, key, version, title, url = SIGNER.unsign_object(token)
    except (BadSignature, ValueError) as wrong:
        raise NotFound(_("There is no such draft.")) from wrong
    return str(purpose), str(subject), str(key), int(version), str(title), str(url)


def as_info(row: AnswerDraft) -> DraftInfo:
    """Return a draft as plain data."""
    typed: Any = row.typed
    return DraftInfo(
        uuid=row.uuid, purpose=row.purpose, form_key=row.form_key, form_version=row.form_version, title=row.title,
        url=row.url, typed=tuple((str(name), str(value)) for name, value in typed), number=row.number,
        updated_at=row.updated_at, device=row.device,
    )  # fmt: skip


def find_draft(*, viewer: Actor, purpose: str, subject: str = "") -> DraftInfo | None:
    """Return what the viewer typed before for this, None when nothing is kept. One statement."""
    if viewer.user_id is None:
        return None
    row = AnswerDraft.objects.filter(user_id=viewer.user_id, purpose=purpose, subject=subject).first()
    return as_info(row) if row else None


def get_draft(*, viewer: Actor, uuid: UUID) -> DraftInfo:
    """Return one of the viewer's drafts. One statement.

    :raises NotFound: there is none, or it is somebody else's
    """
    row = AnswerDraft.objects.filter(user_id=viewer.user_id, uuid=uuid).first() if viewer.user_id else None
    if row is None:
        raise NotFound(_("There is no such draft."))
    return as_info(row)


def page_drafts(*, viewer: Actor, after: int | None, limit: int) -> tuple[tuple[DraftInfo, ...], int | None]:
    """Return a page of the viewer's drafts, newest first, without what was typed, and the cursor of the next page.

    One statement.

    :param after: the cursor: number of the last draft of the page before
    """
    if viewer.user_id is None:
        return (), None
    rows = AnswerDraft.objects.filter(user_id=viewer.user_id).defer("typed").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows[: limit + 1])
    return tuple(map(_untyped, found[:limit])), found[limit - 1].pk if len(found) > limit else None


def _untyped(row: AnswerDraft) -> DraftInfo:
    return DraftInfo(
        row.uuid, row.purpose, row.form_key, row.form_version, row.title, row.url, (), row.number, row.updated_at,
        row.device,
    )  # fmt: skip


def list_drafts(*, viewer: Actor) -> tuple[DraftInfo, ...]:
    """Return the viewer's drafts, the latest first, at most 100, without what was typed. One statement."""
    if viewer.user_id is None:
        return ()
    rows = AnswerDraft.objects.filter(user_id=viewer.user_id).defer("typed").order_by("-updated_at", "-id")[:MOST]
    return tuple(map(_untyped, rows))
