"""Founding an agency or a unit on screen."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.organizations import rules
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind
from lienthong.kernel.organizations.events import AgencyFounded
from lienthong.kernel.organizations.models import Agency
from lienthong.kernel.organizations.rules.listing import PARENTS, level_of

from .found_agency import found_agency
from .load_agency import load_managed_agency
from .texts import faults

ESTABLISH = "organizations.agency.establish"


def establish_agency(
    *,
    parent_code: str,
    code: str,
    name: str,
    kind: AgencyKind,
    valid_from: date,
    basis: str,
    actor: Actor,
    now: datetime,
    short_name: str = "",
) -> AgencyInfo:
    """Found an agency or a unit below another that the actor manages, and return it.

    :param code: identity code of Quyết định 20/2020, or of the old form; it must be free
    :param basis: the decision that founds it
    :raises NotFound: no agency above within sight
    :raises NotPermitted: the actor does not manage the agency above
    :raises Invalid: code taken or of no known form, name missing, a kind that cannot stand there, a day too early
    """
    with transaction.atomic():
        parent = load_managed_agency(code=parent_code, actor=actor)
        code, name = code.strip().upper(), rules.tidy(name)
        basis, short_name = rules.tidy(basis), rules.tidy(short_name)
        errors = faults({"name": (name, 300), "basis": (basis, 300), "short_name": (short_name, 120)})
        errors += _faults(parent, code, kind, valid_from) + _gaps(name=name, basis=basis)
        if errors:
            raise Invalid(_("Check the new agency"), errors=tuple(errors))
        agency = found_agency(
            code=code,
            name=name,
            short_name=short_name,
            kind=kind,
            level=level_of(kind, parent.level),
            valid_from=valid_from,
            parent_id=parent.pk,
            basis=basis,
        )
        audit.record(
            subject_type="organizations.agency",
            subject_key=code,
            act=ESTABLISH,
            actor=actor,
            now=now,
            note=basis,
            data={"name": name, "under": parent.code, "from": valid_from.isoformat()},
        )
        event = AgencyFounded(code=code, name=name, valid_from=valid_from)
        events.publish(event=event, subject=code, now=now, actor_name=actor.name)
    return agency


def _gaps(*, name: str, basis: str) -> list[FieldError]:
    words = {"name": (name, _("Enter the name of the agency")), "basis": (basis, _("Name the resolution or decision"))}
    return [FieldError(path, message) for path, (value, message) in words.items() if not value]


def _faults(parent: Agency, code: str, kind: AgencyKind, valid_from: date) -> list[FieldError]:
    words = {
        "empty": _("Enter the identity code"),
        "long": _("A code has at most 35 characters"),
        "letters": _("A code has only capital letters A–Z, digits and dots"),
        "shape": _("A code begins with a letter and two digits, such as H32.17, or has the old form 000.00.17.H32"),
    }
    found = []
    if wrong := rules.check_code(code):
        found.append(FieldError("code", words[wrong]))
    elif Agency.objects.filter(code__in=rules.spellings(code)).exists():
        found.append(FieldError("code", _("Another agency has this code")))
    if AgencyKind(parent.kind) not in PARENTS[kind]:
        found.append(FieldError("kind", _("Such an agency cannot stand below this one")))
    if valid_from < parent.valid_from or (parent.valid_to is not None and valid_from > parent.valid_to):
        found.append(FieldError("valid_from", _("The agency above does not exist on this day")))
    return found
