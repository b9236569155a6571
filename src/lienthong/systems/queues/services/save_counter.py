"""Adding and changing counters."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues.contracts import MANAGE, CounterDraft, CounterState
from lienthong.systems.queues.models import Counter, Desk
from lienthong.systems.queues.policy import DESKS

LONGEST_NUMBER = 6


@act(
    "queues.counter.save",
    subject=Desk,
    policy=DESKS,
    permission=MANAGE,
    label=gettext_lazy("Save a counter"),
    key="uuid",
    state_field="",
)
def save_counter(subject: Desk, *, draft: CounterDraft, actor: Actor, now: datetime) -> Remember:  # noqa: ARG001  every act has both
    """Add a counter to a desk, or change the one of this number.

    :raises Invalid: what is wrong, field by field; a counter at which somebody sits is not switched off
    """
    errors = []
    number = draft.number.strip()
    if not number or len(number) > LONGEST_NUMBER:
        errors.append(FieldError("number", _("Enter the number of the counter")))
    served = list(subject.classes.filter(prefix__in=draft.classes))
    if draft.active and not served:
        errors.append(FieldError("classes", _("Choose what the counter serves")))
    known = subject.counters.filter(number=number).first()
    if not draft.active and known is not None and known.state != CounterState.CLOSED:
        errors.append(FieldError("active", _("Somebody sits at this counter")))
    if errors:
        raise Invalid(_("Please correct what is marked."), errors=tuple(errors))
    counter, _made = Counter.objects.update_or_create(
        desk=subject, number=number, defaults={"name": draft.name.strip()[:120], "active": draft.active}
    )
    counter.classes.set(served)
    return Remember({"counter": number, "classes": sorted(each.prefix for each in served)})
