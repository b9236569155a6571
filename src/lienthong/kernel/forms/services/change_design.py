"""Changing a form that is being designed."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.ui.contracts import fold

from ..models import FormDefinition, FormDesign
from ..policy import DESIGN, DESIGNS
from ..rules import describe, find_problems, write
from ..rules.design import Edit

TOO_MUCH = frozenset({"too_large", "too_deep", "too_many_fields", "too_many_choices"})


@act(
    "forms.design.change",
    subject=FormDesign,
    policy=DESIGNS,
    permission=DESIGN,
    label=gettext_lazy("Change the form"),
    key="key",
    state_field="",
    kept=("title",),
)
def change_design(
    subject: FormDesign, *, actor: Actor, now: datetime, edit: Edit | None = None, title: str = "", note: str = ""
) -> None:
    """Change one thing in a form, or its title; it may stay incomplete until it is published.

    :param edit: what is changed, as one of `rules.design` makes it
    :param note: the change in words, for the history
    :raises Invalid: the form would become larger than can be used
    """
    del note  # the kernel writes it down
    if title:
        subject.title, subject.folded_title = title[:300], fold(title)[:400]
    if edit is not None:
        schema, ui = write(edit(describe(subject.schema, subject.ui)))
        if any(reason in TOO_MUCH for _place, reason in find_problems(schema, ui)):
            raise Invalid(_("The form is larger than people and machines can bear"))
        subject.schema, subject.ui = schema, ui
    newest = FormDefinition.objects.filter(key=subject.key).order_by("-version").first()
    same = newest is not None and (newest.title, newest.schema, newest.ui) == (
        subject.title,
        subject.schema,
        subject.ui,
    )
    subject.changed = not same
    subject.updated_at, subject.updated_by_name = now, actor.name
