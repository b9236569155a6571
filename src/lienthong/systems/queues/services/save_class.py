"""Adding and changing classes of tickets."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import MANAGE, ClassDraft, TicketState
from lienthong.systems.queues.models import Desk, Ticket, TicketClass
from lienthong.systems.queues.policy import DESKS

MOST_MINUTES = 480


@act(
    "queues.class.save",
    subject=Desk,
    policy=DESKS,
    permission=MANAGE,
    label=gettext_lazy("Save a class of tickets"),
    key="uuid",
    state_field="",
)
def save_class(subject: Desk, *, draft: ClassDraft, actor: Actor, now: datetime) -> Remember:  # noqa: ARG001  every act has both
    """Add a class to a desk, or change the one of this prefix.

    :raises Invalid: what is wrong, field by field; a class for which people wait is not switched off
    """
    errors = []
    if not rules.PREFIX.fullmatch(draft.prefix):
        errors.append(FieldError("letter", _("Enter one or two capital letters, such as A")))
    if not draft.name.strip():
        errors.append(FieldError("name", _("Enter what people come for")))
    if not 1 <= draft.minutes <= MOST_MINUTES:
        errors.append(FieldError("minutes", _("Enter from 1 to 480 minutes")))
    if draft.daily_limit is not None and draft.daily_limit < 1:
        errors.append(FieldError("daily_limit", _("Enter at least 1, or leave it empty")))
    waiting = Ticket.objects.filter(ticket_class__desk=subject, ticket_class__prefix=draft.prefix)
    if not draft.active and waiting.filter(state=TicketState.WAITING).exists():
        errors.append(FieldError("active", _("People are waiting with this letter")))
    if errors:
        raise Invalid(_("Please correct what is marked."), errors=tuple(errors))
    values = {name: value.strip() if isinstance(value, str) else value for name, value in vars(draft).items()}
    values["fields"] = [each.strip()[:200] for each in draft.fields if each.strip()]
    TicketClass.objects.update_or_create(desk=subject, prefix=values.pop("prefix"), defaults=values)
    return Remember({"class": draft.prefix, "name": draft.name})
