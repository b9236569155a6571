"""Taking in what the Portal pushes: kept at once and answered at once, done afterwards (17.4, R-63)."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted
from lienthong.systems.national_portal.contracts import (
    PUSH,
    ActKind,
    ActState,
    FileIn,
    OtherContents,
    PartyIn,
    PushedAct,
    Reply,
)
from lienthong.systems.national_portal.models import PushedAct as Row
from lienthong.systems.national_portal.models import PushedFile
from lienthong.systems.onestop.queries import is_dossier_code

from .ask import ask_to_process

MOST_FILES = 100


def take_in(*, pushed: PushedAct, actor: Actor, now: datetime) -> Reply:
    """Keep an act of the Portal and ask for it to be done; the same again is answered as known.

    Nothing is judged here but whether it can be kept: an unknown procedure is no error of the sender (R-65).

    :raises NotPermitted: the actor is no system that may push
    :raises Invalid: no code, no number of the act, or a filing without an applicant
    :raises OtherContents: the act came before with other contents
    """
    if not actor.may(PUSH):
        raise NotPermitted(_("You may not push to this province."))
    _check(pushed)
    digest = sha256(json.dumps(asdict(pushed), sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        row, is_new = Row.objects.get_or_create(
            portal_code=pushed.portal_code,
            act_id=pushed.act_id,
            defaults={
                "digest": digest,
                "kind": pushed.kind,
                "procedure": pushed.procedure,
                "agency_code": pushed.agency,
                "applicant": pushed.owner.name if pushed.owner else "",
                "body": _body(pushed),
                "sender_name": actor.name,
                "received_at": now,
                "next_try_at": now,
                "state": ActState.WAITING,
            },
        )
        if is_new:
            _keep_files(row, pushed.files)
            ask_to_process(portal_code=pushed.portal_code)
    if not is_new and row.digest != digest:
        raise OtherContents(_("This act came before with other contents; what came first was kept."))
    return Reply.ACCEPTED if is_new else Reply.DUPLICATE


def _check(pushed: PushedAct) -> None:
    wrong = []
    if not is_dossier_code(pushed.portal_code):
        wrong.append(FieldError("portal_code", _("This is no code of a dossier.")))
    if not pushed.act_id.strip():
        wrong.append(FieldError("act_id", _("Say which act this is")))
    if pushed.kind is ActKind.FILING and (pushed.owner is None or not pushed.procedure):
        wrong.append(FieldError("owner", _("A filing names its procedure and its applicant")))
    if len(pushed.files) > MOST_FILES:
        wrong.append(FieldError("files", _("These are too many files")))
    wrong += [
        FieldError(f"files.{at}", _("A file is either its content or a link"))
        for at, file in enumerate(pushed.files)
        if bool(file.content) == bool(file.link)
    ]
    if wrong:
        raise Invalid(_("Please correct what is marked."), errors=tuple(wrong))


def _keep_files(row: Row, files: tuple[FileIn, ...]) -> None:
    PushedFile.objects.bulk_create(
        PushedFile(
            act=row,
            paper=file.paper[:40],
            name=file.name[:200],
            link=file.link,
            content=file.content,
            sha256=file.sha256.lower(),
        )
        for file in files
    )


def _body(pushed: PushedAct) -> dict[str, Any]:
    """Return what is kept of an act; its files stand apart."""
    kept = asdict(pushed)
    del kept["files"]
    return {name: _plain(value) for name, value in kept.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value


def party_of(kept: Mapping[str, Any] | None) -> PartyIn | None:
    """Return somebody as the Portal named them, from what was kept."""
    if not kept:
        return None
    born = kept.get("birth_date")
    return PartyIn(**{**kept, "birth_date": datetime.fromisoformat(born).date() if born else None})
