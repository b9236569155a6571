"""Registering an applicant."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError, Invalid
from lienthong.kernel.organizations import rules
from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind
from lienthong.kernel.organizations.models import Party
from lienthong.kernel.organizations.queries import party_info
from lienthong.kernel.ui.contracts import fold


def register_party(*, draft: PartyDraft, now: datetime) -> PartyInfo:
    """Find the party by its number, bring its contact up to date, or register it, and return it.

    :raises Invalid: name missing or number of the wrong shape
    """
    number = rules.clean_number(draft.number)
    _check(draft, number)
    contact = {"address": draft.address, "phone": draft.phone, "email": draft.email}
    with transaction.atomic():
        party = Party.objects.select_for_update().filter(number=number).first() if number else None
        if party is None:
            party = Party.objects.create(
                kind=draft.kind,
                name=draft.name.strip(),
                folded_name=fold(draft.name),
                number=number,
                birth_date=draft.birth_date,
                created_at=now,
                **contact,
            )
        elif changed := {field: value for field, value in contact.items() if value and getattr(party, field) != value}:
            for field, value in changed.items():
                setattr(party, field, value)
            party.version += 1
            party.save(update_fields=[*changed, "version"])
    return party_info(party)


def _check(draft: PartyDraft, number: str) -> None:
    errors = []
    if not draft.name.strip():
        errors.append(FieldError("name", _("Enter the applicant's name")))
    if number and draft.kind is PartyKind.CITIZEN and not rules.is_personal_number(number):
        digits = len(number)
        errors.append(FieldError("number", _("A personal number has 12 digits, this one has %d") % digits))
    if number and draft.kind is PartyKind.BUSINESS and not rules.is_business_code(number):
        errors.append(FieldError("number", _("An enterprise code has 10 digits, or 13 with a dash for a branch")))
    if errors:
        raise Invalid(_("Check the applicant's details"), errors=tuple(errors))
