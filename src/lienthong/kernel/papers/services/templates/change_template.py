"""Changing a template that is being edited."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.acts.extensions import act

from ...contracts import EDIT_TEMPLATES, TemplateKind
from ...models import TemplateDesign
from ...policy import DESIGNS

LONGEST_SOURCE = 200_000


@act(
    "papers.template.change",
    subject=TemplateDesign,
    policy=DESIGNS,
    permission=EDIT_TEMPLATES,
    label=gettext_lazy("Save the draft"),
    key="slug",
    state_field="",
    related=("agency",),
)
def change_template(subject: TemplateDesign, *, source: str, actor: Actor, now: datetime, note: str = "") -> None:
    """Keep another text of a typst template; it may be unfinished until it is published.

    :param note: what was changed, for the history
    :raises Invalid: it is too long, holds a zero character, or the template is a Word file
    """
    del note  # the kernel writes it down
    text = checked_source(source)
    if subject.kind != TemplateKind.TYPST:
        raise Invalid(_("A Word template is changed by sending another file."))
    keep_text(subject, text, actor, now)


def checked_source(source: str) -> str:
    """Return a text with line ends as typst writes them.

    :raises Invalid: it is empty, too long, or holds a zero character
    """
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    message = ""
    if not text.strip():
        message = _("The template is empty")
    elif "\0" in text or len(text) > LONGEST_SOURCE:
        message = _("A template has at most 200,000 characters, and no zero character")
    if message:
        raise Invalid(message, errors=(FieldError("source", message),))
    return text


def keep_text(subject: TemplateDesign, text: str, actor: Actor, now: datetime) -> None:
    """Set the text of a design, and whether it differs from what was published last."""
    newest = subject.versions.order_by("-number").values_list("source", flat=True).first()
    subject.source = text
    subject.changed = newest is None or newest != text
    subject.updated_at, subject.updated_by_name = now, actor.name
