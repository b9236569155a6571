"""Publishing a text."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Remember
from lienthong.kernel.acts.extensions import act

from ...contracts import MANAGE, TemplateText
from ...events import TextPublished
from ...models import TextDraft
from ...policy import DRAFTS
from ..save_template import save_template
from .save_draft import check_text


@act(
    "notifications.text.publish",
    subject=TextDraft,
    policy=DRAFTS,
    permission=MANAGE,
    label=gettext_lazy("Publish the text"),
    states={"draft"},
    key="uuid",
    related=("agency",),
)
def publish_text(subject: TextDraft, *, actor: Actor, now: datetime) -> tuple[TextPublished, Remember]:
    """Let messages be written with the draft from now on; those written before keep their text."""
    text = TemplateText(subject.key, subject.language, subject.channel, subject.subject, subject.body)
    check_text(text)
    version = save_template(text=text, now=now, by_name=actor.name, agency_id=subject.agency_id, plain=subject.plain)
    subject.state = "published"
    code = subject.agency.code if subject.agency else ""
    event = TextPublished(
        key=text.key, language=text.language, channel=text.channel, agency_code=code, version=version, at=now
    )
    return event, Remember({"key": text.key, "language": text.language, "channel": text.channel, "version": version})
