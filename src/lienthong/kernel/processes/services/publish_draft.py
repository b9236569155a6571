"""Publishing a draft as the next version, after it has told its stories."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act

from ..contracts import DraftState, ScenariosFail
from ..events import ProcessPublished
from ..models import ProcessDefinition, ProcessDraft
from ..policy import DRAFTS, PUBLISH
from ..queries.designs import run_scenarios
from .save_definition import check_document, save_definition

LONGEST_DECISION = 200


@act(
    "processes.draft.publish",
    subject=ProcessDraft,
    policy=DRAFTS,
    permission=PUBLISH,
    label=gettext_lazy("Publish the process"),
    states={DraftState.OPEN},
    key="key",
)
def publish_draft(
    subject: ProcessDraft,
    *,
    actor: Actor,
    now: datetime,
    decision: str = "",
    valid_from: date | None = None,
) -> tuple[ProcessPublished, Remember]:
    """Publish a draft: new cases begin on it from its day on, running ones stay where they are.

    :param decision: number and date of the decision that approves the process (TT 01/2018, article 8)
    :param valid_from: the first day of new cases on it; today when none is given
    :raises Conflict: nothing differs from the newest version
    :raises Invalid: the day lies in the past, or the decision is too long
    :raises DefinitionRefused: the check names each element and the reason
    :raises ScenariosFail: a story kept with the process does not end as it should
    """
    today = timezone.localdate(now)
    day = valid_from or today
    _check_words(decision, day, today)
    drawn, stored = check_document(subject.xml, total_limit=subject.total_limit)
    failing = [told.name for told in run_scenarios(key=subject.key, xml=drawn, stored=stored) if not told.is_right]
    if failing:
        words = ", ".join(failing)
        raise ScenariosFail(_("These stories do not end as they should: %(names)s.") % {"names": words}, names=failing)
    versions = ProcessDefinition.objects.filter(key=subject.key).order_by("-version")
    newest = versions.values_list("version", flat=True).first()
    info = save_definition(
        key=subject.key,
        title=subject.title,
        xml=subject.xml,
        total_limit=subject.total_limit,
        decision=decision.strip(),
        valid_from=valid_from,
        actor=actor,
        now=now,
    )
    if info.version == newest:
        raise Conflict(_("Nothing has changed since version %(version)d.") % {"version": info.version})
    subject.state = DraftState.PUBLISHED
    event = ProcessPublished(key=subject.key, version=info.version, title=subject.title, valid_from=day)
    return event, Remember({"version": info.version, "decision": decision.strip(), "valid_from": day.isoformat()})


def _check_words(decision: str, day: date, today: date) -> None:
    errors = []
    if day < today:
        errors.append(FieldError("valid_from", _("Choose today or a later day.")))
    if len(decision) > LONGEST_DECISION:
        errors.append(FieldError("decision", _("This is longer than can be kept.")))
    if errors:
        raise Invalid(_("The process cannot be published yet."), errors=tuple(errors))
