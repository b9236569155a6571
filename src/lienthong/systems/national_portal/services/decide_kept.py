"""What a person decides about an act of the Portal that was kept (R-65)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.systems.national_portal.contracts import MANAGE, ActState
from lienthong.systems.national_portal.models import PushedAct
from lienthong.systems.national_portal.policy import ACTS

from .ask import ask_to_process


@act(
    "national_portal.act.try_again",
    subject=PushedAct,
    policy=ACTS,
    permission=MANAGE,
    key="uuid",
    label=gettext_lazy("Try again"),
    states={ActState.KEPT},
)
def try_act_again(subject: PushedAct, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001  an act's shape
    """Do a kept act once more, such as after its procedure was published."""
    subject.state, subject.attempts, subject.next_try_at = ActState.WAITING, 0, now
    ask_to_process(portal_code=subject.portal_code)


@act(
    "national_portal.act.settle",
    subject=PushedAct,
    policy=ACTS,
    permission=MANAGE,
    key="uuid",
    label=gettext_lazy("Settle"),
    states={ActState.KEPT},
    needs_reason=True,
)
def settle_act(subject: PushedAct, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say what was done about a kept act, so that it waits for nobody any more; it stays as it came.

    :raises Invalid: nothing was said
    """
    said = reason.strip()[:1000]
    if not said:
        raise Invalid(_("Say what was done"), errors=(FieldError("reason", _("Say what was done")),))
    subject.state, subject.settlement, subject.settled_by_name, subject.done_at = (
        ActState.SETTLED, said, actor.name, now,
    )  # fmt: skip
