"""Sending a Word template."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.files import services as files

from ...contracts import EDIT_TEMPLATES, TemplateKind, TemplateRefused
from ...models import TemplateDesign
from ...policy import DESIGNS
from ...typesetting import word
from ...words import word_trouble
from .begin_template import begin_template

LARGEST_WORD = 5 * 1024 * 1024


def upload_word(
    *, key: str, data: bytes, name: str, actor: Actor, now: datetime, agency_code: str = "", note: str = ""
) -> str:
    """Keep a Word template of a paper as a draft, checked, and return its name in addresses.

    :param data: a .docx of at most 5 MB
    :raises UnknownTemplate: no system brings such a paper
    :raises NotPermitted: the actor does not edit templates of this agency
    :raises TemplateRefused: it is no Word file, or holds macros, outside references, or Jinja that is not allowed
    """
    values = check_word(data)
    slug = begin_template(key=key, kind=TemplateKind.WORD, agency_code=agency_code, actor=actor, now=now)
    kept = files.store_bytes(data=data, name=name or f"{key}.docx", actor=actor, now=now, allowed=frozenset({"docx"}))
    keep_word(
        slug=slug, file=kept.uuid, file_id=kept.id, values=list(values), note=note, actor=actor, now=now
    )  # fmt: skip
    return slug


def check_word(data: bytes) -> tuple[str, ...]:
    """Return the values a Word template asks for, by path.

    :raises TemplateRefused: see `upload_word`
    """
    if not 0 < len(data) <= LARGEST_WORD:
        raise TemplateRefused(_("A Word template has at most 5 MB."), field="file")
    try:
        return word.list_values(data)
    except word.WordRefused as refused:
        raise TemplateRefused(word_trouble(refused.code, refused.about), field="file") from refused


@act(
    "papers.template.upload",
    subject=TemplateDesign,
    policy=DESIGNS,
    permission=EDIT_TEMPLATES,
    label=gettext_lazy("Send a Word file"),
    key="slug",
    state_field="",
    related=("agency",),
)
def keep_word(
    subject: TemplateDesign,
    *,
    file: UUID,
    file_id: int,
    values: list[str],
    actor: Actor,
    now: datetime,
    note: str = "",
) -> Remember:
    """Make a checked Word file the draft of a template.

    :param file: the stored file, as history names it
    :param values: the paths it asks for
    :param note: what was changed, for the history
    """
    del note  # the kernel writes it down
    if subject.kind != TemplateKind.WORD:
        message = _("This template is no Word file.")
        raise Invalid(message, errors=(FieldError("file", message),))
    subject.file_id, subject.values, subject.changed = file_id, values, True
    subject.updated_at, subject.updated_by_name = now, actor.name
    return Remember({"file": str(file)})
