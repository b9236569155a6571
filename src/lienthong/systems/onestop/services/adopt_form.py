"""Letting a procedure ask with the newest version of its form."""

import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.forms import queries as forms
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import PackageState
from lienthong.systems.onestop.models import PackageFile, ServicePackage

from .install_package import keep, next_number, read


def adopt_form(*, key: str, version: int, actor_name: str, now: datetime) -> tuple[str, ...]:
    """Give each procedure in force that asks with a form the version just published; return their codes.

    The procedure becomes a new version of itself, dossiers that run stay on theirs (R-4), and its package is made anew
    with the form, unsigned. Done twice, or after a newer one, it changes nothing.

    :param key: key of the form
    """
    with transaction.atomic():
        found = ServicePackage.objects.select_for_update(of=("self",)).filter(
            spec__form=key, valid_to__isnull=True, form_version__lt=version
        )
        codes = []
        for current in found.select_related("file").order_by("code"):
            kept = _with_form(current.file, key, version, actor_name, now) if current.file is not None else None
            ServicePackage.objects.filter(pk=current.pk).update(valid_to=timezone.localdate(now))
            current.version = kept.number if kept is not None else next_number(current.code)
            current.pk, current._state.adding = None, True  # noqa: SLF001  a copy of a row is how Django makes one
            current.file, current.form_version = kept, version
            current.digest = kept.digest if kept is not None else current.digest
            current.valid_from, current.installed_at = timezone.localdate(now), now
            current.installed_by_name = actor_name
            current.save()
            codes.append(current.code)
    return tuple(codes)


def _with_form(file: PackageFile, key: str, version: int, actor_name: str, now: datetime) -> PackageFile:
    """Return the package with another version of its form, published as the form was."""
    form = forms.get_form(key=key, version=version)
    members, _manifest, _signature = rules.unpack(bytes(file.data))
    whole = {"schema": form.schema, "ui": form.ui}
    members["form.json"] = (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
    parts = read(members, code=file.code, origin=file.origin)
    kept = keep(members, parts, actor=Actor.system(actor_name), now=now)
    kept.state, kept.published_at, kept.published_by_name = PackageState.PUBLISHED, now, actor_name
    kept.save(update_fields=["state", "published_at", "published_by_name"])
    return kept
