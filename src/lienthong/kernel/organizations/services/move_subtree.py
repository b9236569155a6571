"""Placing an agency, with all below it, under another."""

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Conflict
from lienthong.kernel.organizations.models import Agency

# Two moves at once could each be right and together make a cycle; the number is only the name of the lock.
_TREE_LOCK = 7_301_970


def move_subtree(*, agency: Agency, parent: Agency | None) -> None:
    """Place an agency under another, or at the top, and keep the paths of all below it right; the caller has a
    transaction and writes the period.

    :raises Conflict: the new place lies below the agency itself
    """
    lock_tree()
    agency.refresh_from_db(fields=["path", "parent_id"])
    if parent is not None:
        parent.refresh_from_db(fields=["path"])
        if parent.path.startswith(agency.path):
            raise Conflict(_("An agency cannot stand below itself."))
    old, new = agency.path, f"{parent.path if parent else '/'}{agency.pk}/"
    agency.parent, agency.path = parent, new
    Agency.objects.filter(pk=agency.pk).update(parent=parent, path=new)
    if old != new:
        below = Agency.objects.filter(path__startswith=old).exclude(pk=agency.pk)
        below.update(path=Concat(Value(new), Substr(F("path"), Length(Value(old)) + 1)))


def lock_tree() -> None:
    """Let one transaction at a time change who stands below whom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])
