"""Beginning to edit a template."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations import queries as organizations

from ...contracts import EDIT_TEMPLATES, TemplateKind
from ...extensions import find_template
from ...models import TemplateDesign
from ...policy import DESIGNS
from ...rules import slug_of


def begin_template(
    *, key: str, actor: Actor, now: datetime, agency_code: str = "", kind: TemplateKind = TemplateKind.TYPST
) -> str:
    """Begin to edit a template as it is now, for all agencies or for one, and return its name in addresses.

    One that is being edited already is left as it is.

    :param agency_code: whose papers it is for; empty for all
    :raises UnknownTemplate: no system brings it
    :raises NotPermitted: the actor does not edit templates of this agency
    :raises Invalid: there is no such agency
    """
    brought = find_template(key)
    row = TemplateDesign(
        slug=slug_of(key, kind, agency_code.strip()),
        key=key,
        kind=kind,
        title=brought.title,
        source=_as_it_is(key, kind) or brought.source if kind is TemplateKind.TYPST else "",
        changed=kind is TemplateKind.TYPST and bool(agency_code.strip()),
        updated_at=now,
        updated_by_name=actor.name,
    )
    if agency_code.strip():
        try:
            row.agency_id = organizations.find_agency(code=agency_code.strip()).id
        except NotFound as refusal:
            raise Invalid(refusal.message, errors=(FieldError("agency_code", refusal.message),)) from refusal
    if not DESIGNS.allows(actor, EDIT_TEMPLATES, row):
        raise NotPermitted(_("Only those who look after the templates of this agency may do this."))
    if not TemplateDesign.objects.filter(slug=row.slug).exists():
        _keep(row, actor, now)
    return row.slug


def _as_it_is(key: str, kind: TemplateKind) -> str:
    """Return the text that is for all agencies, where it was edited."""
    return TemplateDesign.objects.filter(slug=slug_of(key, kind)).values_list("source", flat=True).first() or ""


def _keep(row: TemplateDesign, actor: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            row.save()
            audit.record(
                subject_type="papers.templatedesign",
                subject_key=row.slug,
                act="papers.template.begin",
                actor=actor,
                now=now,
            )
    except IntegrityError:
        # Somebody else began at the same moment: theirs is the same text.
        return
