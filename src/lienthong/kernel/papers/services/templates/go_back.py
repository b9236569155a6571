"""Taking the text of an earlier version into the draft."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, NotFound, Remember
from lienthong.kernel.acts.extensions import act

from ...contracts import EDIT_TEMPLATES, TemplateKind
from ...extensions import find_template
from ...models import TemplateDesign
from ...policy import DESIGNS
from .change_template import keep_text


@act(
    "papers.template.go_back",
    subject=TemplateDesign,
    policy=DESIGNS,
    permission=EDIT_TEMPLATES,
    label=gettext_lazy("Go back to this version"),
    key="slug",
    state_field="",
    related=("agency",),
)
def go_back(subject: TemplateDesign, *, number: int, actor: Actor, now: datetime) -> Remember:
    """Make an earlier version the draft; it counts again when it is published.

    :param number: of the version; 0 is the template as its system brings it
    :raises NotFound: there is no such version
    """
    version = subject.versions.filter(number=number).first()
    if version is None and (number != 0 or subject.kind != TemplateKind.TYPST):
        raise NotFound(_("There is no such version."))
    if subject.kind == TemplateKind.TYPST:
        keep_text(subject, version.source if version else find_template(subject.key).source, actor, now)
    elif version is not None:
        subject.file_id, subject.changed = version.file_id, version.number != subject.published
        subject.updated_at, subject.updated_by_name = now, actor.name
    return Remember({"number": number})
