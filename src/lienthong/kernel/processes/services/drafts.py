"""Drawing a process: drafts are kept as they are, with what still keeps them from being published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit

from ..contracts import DefinitionRefused, DraftChanged, DraftInfo, DraftState
from ..models import ProcessDefinition, ProcessDraft
from ..policy import DESIGN
from ..queries.designs import describe_draft
from ..rules.check_elements import KEY
from ..rules.importing import adopt
from ..rules.limits import parse_limit
from ..rules.reading import find_process
from ..rules.xml import XmlRefused, read_xml, write_xml
from ..words import worded
from .save_definition import refuse

SUBJECT = "processes.processdraft"


def require_designer(actor: Actor) -> None:
    """Refuse who may not draw processes.

    :raises NotPermitted: the actor does not hold the permission
    """
    if not actor.may(DESIGN):
        raise NotPermitted(_("You may not change processes."))


def _check_words(key: str, title: str, total_limit: str) -> None:
    """Refuse a draft that could not be found again.

    :raises Invalid: names each field
    """
    errors = []
    if not KEY.match(key):
        errors.append(FieldError("key", _("Letters, digits, dot and dash only, a letter first.")))
    if not title.strip():
        errors.append(FieldError("title", _("Give the process a name.")))
    if parse_limit(total_limit) is None:
        errors.append(FieldError("total_limit", _("A limit like 6wd, 4wh, 10d or same_day.")))
    if errors:
        raise Invalid(_("The draft cannot be kept yet."), errors=tuple(errors))


def save_draft(
    *,
    key: str,
    title: str,
    total_limit: str,
    xml: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
    foreign: bool = False,
) -> DraftInfo:
    """Keep a draft, whatever is still missing in it; files of other tools are put in our words first.

    :param expected_version: the version the designer saw; another one in the table is a conflict
    :param foreign: the file comes from another tool
    :raises NotPermitted: the actor may not draw processes
    :raises Invalid: the key, name or limit cannot be used
    :raises DefinitionRefused: the file is not well-formed BPMN
    :raises DraftChanged: somebody else has changed it meanwhile
    """
    require_designer(actor)
    _check_words(key, title, total_limit)
    try:
        root = read_xml(xml)
    except XmlRefused as refusal:
        raise refuse((refusal.problem,)) from refusal
    notes = worded(adopt(root)) if foreign else ()
    if find_process(root) is None:
        raise DefinitionRefused(_("The file is not BPMN 2.0"), problems=(("xml", _("The file is not BPMN 2.0")),))
    with transaction.atomic():
        row = ProcessDraft.objects.select_for_update().filter(key=key).first()
        if row is not None and expected_version is not None and row.version != expected_version:
            raise DraftChanged(_("%(name)s has changed this draft meanwhile.") % {"name": row.changed_by_name})
        row = row or ProcessDraft(key=key, version=0)
        row.title, row.total_limit, row.xml = title.strip()[:300], total_limit, write_xml(root)
        row.notes = [list(note) for note in notes] or (row.notes if row.state == DraftState.OPEN else [])
        row.state = DraftState.OPEN
        row.version += 1
        row.changed_at, row.changed_by_name = now, actor.name
        row.save()
        audit.record(subject_type=SUBJECT, subject_key=key, act="processes.draft.save", actor=actor, now=now)
    return describe_draft(row)


def start_draft(*, key: str, actor: Actor, now: datetime) -> DraftInfo:
    """Begin a draft from the newest version of a process, or go on with the one that there is.

    :raises NotFound: there is no such process
    """
    require_designer(actor)
    row = ProcessDraft.objects.filter(key=key, state=DraftState.OPEN).first()
    if row is not None:
        return describe_draft(row)
    newest = ProcessDefinition.objects.filter(key=key).order_by("-version").first()
    if newest is None:
        raise NotFound(_("There is no process “%(key)s”.") % {"key": key}, key=key)
    return save_draft(key=key, title=newest.title, total_limit=newest.total_limit, xml=newest.xml, actor=actor, now=now)
