"""Beginning a form."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.ui.contracts import fold

from ..contracts import FormDescription, SectionDescription
from ..models import FormDesign
from ..policy import DESIGN
from ..rules import write

KEY = re.compile(r"[a-z0-9][a-z0-9.\-]{1,59}")


def create_design(*, key: str, title: str, actor: Actor, now: datetime, like: str = "") -> str:
    """Begin a form, empty or as a copy of another one, and return its key.

    :param like: key of the form to copy
    :raises NotPermitted: the actor designs no forms
    :raises Invalid: the key or title cannot be used, or the form to copy is not there
    :raises Conflict: a form with this key is there already
    """
    if not actor.may(DESIGN):
        raise NotPermitted(_("You may not design forms."))
    errors = []
    if not KEY.fullmatch(key):
        errors.append(FieldError("key", _("The code has 2 to 60 small letters, digits, dots or dashes")))
    if not title.strip() or len(title) > 300 or "\0" in title:
        errors.append(FieldError("title", _("Enter a title of at most 300 characters")))
    copied = FormDesign.objects.filter(key=like.replace("\0", "")).first() if like else None
    if like and copied is None:
        errors.append(FieldError("like", _("There is no form “%(key)s”.") % {"key": like.replace("\0", "")}))
    if errors:
        raise Invalid(_("Please correct what is marked."), errors=tuple(errors))
    empty = write(FormDescription((SectionDescription(_("Information"), ()),)))
    schema, ui = (copied.schema, copied.ui) if copied else empty
    try:
        with transaction.atomic():
            FormDesign.objects.create(
                key=key, title=title.strip(), folded_title=fold(title)[:400], schema=schema, ui=ui, changed=True,
                updated_at=now, updated_by_name=actor.name,
            )  # fmt: skip
    except IntegrityError as taken:
        raise Conflict(_("There is a form with the code “%(key)s” already.") % {"key": key}) from taken
    audit.record(
        subject_type="forms.formdesign", subject_key=key, act="forms.design.create", actor=actor, now=now, note=like
    )
    return key
