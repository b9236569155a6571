"""Publishing a draft as the next version, after it has told its stories."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, NotFound
from lienthong.kernel.audit import services as audit

from ..contracts import DefinitionInfo, ScenariosFail
from ..models import ProcessDraft
from ..queries.designs import run_scenarios
from .drafts import SUBJECT, require_designer
from .save_definition import check_document, save_definition


def publish_draft(*, key: str, actor: Actor, now: datetime, expected_version: int | None = None) -> DefinitionInfo:
    """Publish a draft: new cases begin on it, running ones stay where they are. The draft is gone afterwards.

    :raises NotPermitted: the actor may not publish processes
    :raises NotFound: there is no draft
    :raises Conflict: somebody else has changed it meanwhile
    :raises DefinitionRefused: the check names each element and the reason
    :raises ScenariosFail: a story kept with the process does not end as it should
    """
    require_designer(actor)
    with transaction.atomic():
        row = ProcessDraft.objects.select_for_update().filter(key=key).first()
        if row is None:
            raise NotFound(_("There is no draft of this process."))
        if expected_version is not None and row.version != expected_version:
            raise Conflict(_("Somebody else has just worked on this. Open it again to see what changed."))
        drawn, stored = check_document(row.xml, total_limit=row.total_limit)
        failing = [told.name for told in run_scenarios(key=key, xml=drawn, stored=stored) if not told.is_right]
        if failing:
            words = ", ".join(failing)
            raise ScenariosFail(
                _("These stories do not end as they should: %(names)s.") % {"names": words}, names=failing
            )
        info = save_definition(key=key, title=row.title, xml=row.xml, total_limit=row.total_limit, actor=actor, now=now)
        row.delete()
        audit.record(
            subject_type=SUBJECT,
            subject_key=key,
            act="processes.draft.publish",
            actor=actor,
            now=now,
            data={"version": info.version},
        )
    return info
