"""Letting a procedure ask with the newest version of its form."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lienthong.systems.onestop.models import ServicePackage


def adopt_form(*, key: str, version: int, actor_name: str, now: datetime) -> tuple[str, ...]:
    """Give each procedure in force that asks with a form the version just published; return their codes.

    The procedure becomes a new version of itself, dossiers that run stay on theirs (R-4). Done twice, or after a newer
    one, it changes nothing.

    :param key: key of the form
    """
    with transaction.atomic():
        found = ServicePackage.objects.select_for_update().filter(
            spec__form=key, valid_to__isnull=True, form_version__lt=version
        )
        codes = []
        for current in found.order_by("code"):
            ServicePackage.objects.filter(pk=current.pk).update(valid_to=timezone.localdate(now))
            current.pk, current._state.adding = None, True  # noqa: SLF001  a copy of a row is how Django makes one
            current.version, current.form_version = current.version + 1, version
            current.valid_from, current.installed_at = timezone.localdate(now), now
            current.installed_by_name = actor_name
            current.save()
            codes.append(current.code)
    return tuple(codes)
