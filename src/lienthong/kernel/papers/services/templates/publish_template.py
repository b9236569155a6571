"""Publishing a template: its draft becomes the next version, by which papers are printed from a day on."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act

from ... import queries, typesetting
from ...contracts import PUBLISH_TEMPLATES, PaperLacksData, TemplateKind, TemplateRefused
from ...events import TemplatePublished
from ...extensions import PaperTemplate, find_template
from ...models import TemplateDesign, TemplateVersion
from ...policy import DESIGNS
from ...queries.templates import with_text
from .try_out import troubles_of

LONGEST_REASON = 500


@act(
    "papers.template.publish",
    subject=TemplateDesign,
    policy=DESIGNS,
    permission=PUBLISH_TEMPLATES,
    label=gettext_lazy("Publish the template"),
    key="slug",
    state_field="",
    kept=("published",),
    needs_reason=True,
    step_up=True,
    related=("agency", "file"),
)
def publish_template(
    subject: TemplateDesign, *, reason: str, valid_from: date, actor: Actor, now: datetime
) -> tuple[TemplatePublished, Remember]:
    """Make the draft the newest version; papers printed before keep theirs.

    It must print every sample that its system brings.

    :param valid_from: the day from which papers follow it, today or later
    :raises Conflict: nothing has changed since the newest version
    :raises Invalid: the day is past, or the reason too long
    :raises TemplateRefused: it cannot be printed; `troubles` names each line
    """
    if not subject.changed:
        raise Conflict(_("Nothing has changed since version %(number)d.") % {"number": subject.published})
    _check_inputs(reason, valid_from, now)
    digest = _check_text(subject) if subject.kind == TemplateKind.TYPST else _digest_of_file(subject)
    subject.published, subject.changed = subject.published + 1, False
    subject.updated_at, subject.updated_by_name = now, actor.name
    TemplateVersion.objects.create(
        design=subject,
        number=subject.published,
        source=subject.source,
        file_id=subject.file_id,
        digest=digest,
        reason=reason.strip(),
        valid_from=valid_from,
        published_at=now,
        published_by_name=actor.name,
    )
    queries.forget()
    event = TemplatePublished(
        key=subject.key,
        kind=subject.kind,
        number=subject.published,
        agency_code=subject.agency.code if subject.agency else "",
        valid_from=valid_from,
        reason=reason.strip(),
    )
    return event, Remember({"number": subject.published, "valid_from": valid_from.isoformat(), "digest": digest})


def _check_inputs(reason: str, valid_from: date, now: datetime) -> None:
    errors = []
    if valid_from < timezone.localdate(now):
        errors.append(FieldError("valid_from", _("Papers already printed do not change: choose today or a later day")))
    if len(reason) > LONGEST_REASON or "\0" in reason:
        errors.append(FieldError("reason", _("At most 500 characters")))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))


def _check_text(subject: TemplateDesign) -> str:
    """Print every sample by the draft, and return what tells this version from others."""
    draft = with_text(find_template(subject.key), subject.source)
    if not draft.samples:
        message = _("This template comes without samples, so that it cannot be tried out before it counts.")
        raise TemplateRefused(message, field="source")
    for name, sample in draft.samples.items():
        _check_sample(draft, name, sample)
    return typesetting.template_version(draft)


def _check_sample(draft: PaperTemplate, name: str, sample: dict[str, object] | object) -> None:
    try:
        troubles = troubles_of(draft, sample)  # type: ignore[arg-type]  # samples are objects of JSON
    except PaperLacksData as lack:
        raise TemplateRefused(f"{name}: {lack.message}", field="source") from lack
    if troubles:
        message = _("With the sample “%(sample)s” it cannot be printed: line %(line)d: %(words)s")
        first = {"sample": name, "line": troubles[0].line, "words": troubles[0].words}
        raise TemplateRefused(message % first, field="source", troubles=troubles)


def _digest_of_file(subject: TemplateDesign) -> str:
    if subject.file is None:
        raise TemplateRefused(_("Send the Word file first."), field="file")
    return subject.file.sha256[:16]
