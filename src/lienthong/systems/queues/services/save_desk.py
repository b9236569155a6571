"""Changing a desk, and replacing the secret in its addresses."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import MANAGE, DeskDraft, OrderRule
from lienthong.systems.queues.models import Desk
from lienthong.systems.queues.policy import DESKS

MOST_EVERY = 20


@act(
    "queues.desk.save",
    subject=Desk,
    policy=DESKS,
    permission=MANAGE,
    label=gettext_lazy("Change the desk"),
    key="uuid",
    state_field="",
    kept=(
        "name",
        "rule",
        "every",
        "daily_limit",
        "keeps_hours",
        "opens_before",
        "stops_before",
        "returns",
        "takes_phones",
    ),
)
def save_desk(subject: Desk, *, draft: DeskDraft, actor: Actor, now: datetime) -> None:  # noqa: ARG001  every act has both
    """Change how a desk works from now on.

    :raises Invalid: what is wrong, field by field
    """
    check_draft(draft)
    if Desk.objects.filter(agency_id=subject.agency_id, name=draft.name.strip()).exclude(pk=subject.pk).exists():
        message = _("The agency has a desk of this name")
        raise Invalid(message, errors=(FieldError("name", message),))
    for name, value in vars(draft).items():
        setattr(subject, name, value.strip() if isinstance(value, str) else value)


@act(
    "queues.desk.replace_secret",
    subject=Desk,
    policy=DESKS,
    permission=MANAGE,
    label=gettext_lazy("Replace the addresses"),
    key="uuid",
    state_field="",
)
def replace_secret(subject: Desk, *, actor: Actor, now: datetime) -> Remember:  # noqa: ARG001  every act has both
    """Give kiosk and screen new addresses; the old ones open nothing any more. The secret itself is not recorded."""
    subject.secret = rules.new_secret()
    return Remember({"replaced": True})


def check_draft(draft: DeskDraft) -> None:
    """Refuse what no desk can be.

    :raises Invalid: what is wrong, field by field
    """
    errors = []
    if not draft.name.strip():
        errors.append(FieldError("name", _("Enter the name of the desk")))
    least = 2 if draft.rule is OrderRule.SHARE else 1
    if not least <= draft.every <= MOST_EVERY:
        errors.append(
            FieldError("every", _("Enter a number from %(least)d to %(most)d") % {"least": least, "most": MOST_EVERY})
        )
    if draft.daily_limit is not None and draft.daily_limit < 1:
        errors.append(FieldError("daily_limit", _("Enter at least 1, or leave it empty")))
    if errors:
        raise Invalid(_("Please correct what is marked."), errors=tuple(errors))
