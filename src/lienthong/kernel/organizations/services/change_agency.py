"""Changing how an agency is called and reached."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.organizations import rules
from lienthong.kernel.organizations.events import AgencyChanged
from lienthong.kernel.organizations.models import Agency
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE

from .periods import begin_period
from .texts import faults


@act(
    "organizations.agency.change",
    subject=Agency,
    policy=AGENCIES,
    permission=MANAGE,
    label=gettext_lazy("Change name, address or telephone"),
    key="code",
    state_field="",
    kept=("name", "address", "phone"),
)
def change_agency(
    subject: Agency, *, name: str, address: str, phone: str, actor: Actor, now: datetime
) -> AgencyChanged:
    """Give an agency another name, address or telephone; the identity code stays.

    :raises Conflict: the agency has ended
    :raises Invalid: no name, or a text that is too long or cannot be printed
    """
    del actor  # the kernel writes who did it
    if subject.valid_to is not None and subject.valid_to < timezone.localtime(now).date():
        raise Conflict(_("This agency has ended; its record stays as it was."))
    name, address, phone = rules.tidy(name), rules.tidy(address), rules.tidy(phone)
    errors = faults({"name": (name, 300), "address": (address, 300), "phone": (phone, 40)})
    if not name:
        errors.append(FieldError("name", _("Enter the name of the agency")))
    if errors:
        raise Invalid(_("Check the details of the agency"), errors=tuple(errors))
    subject.name, subject.address, subject.phone = name, address, phone
    begin_period(agency=subject, day=timezone.localtime(now).date())
    return AgencyChanged(code=subject.code)
