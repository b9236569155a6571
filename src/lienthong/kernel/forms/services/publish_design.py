"""Publishing a form: its design becomes the next version."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.acts.extensions import act

from ..events import FormPublished
from ..models import FormDesign
from ..policy import DESIGNS, PUBLISH
from .save_definition import save_definition


@act(
    "forms.design.publish",
    subject=FormDesign,
    policy=DESIGNS,
    permission=PUBLISH,
    label=gettext_lazy("Publish the form"),
    key="key",
    state_field="",
    kept=("published",),
)
def publish_design(subject: FormDesign, *, actor: Actor, now: datetime, note: str = "") -> FormPublished:
    """Make the design the newest version; what began with an older version keeps it.

    :param note: why, for the history
    :raises Conflict: nothing has changed since the newest version
    :raises FormRefused: the form cannot be used yet; `errors` names each place
    """
    del note  # the kernel writes it down
    if not subject.changed:
        raise Conflict(_("Nothing has changed since version %(version)d.") % {"version": subject.published})
    info = save_definition(
        key=subject.key, title=subject.title, schema=subject.schema, ui=subject.ui, actor=actor, now=now
    )
    subject.published, subject.changed, subject.updated_at = info.version, False, now
    return FormPublished(key=subject.key, version=info.version, title=subject.title)
