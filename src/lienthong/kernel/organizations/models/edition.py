"""The edition of the organisation: a mark that is another one after every change of who is who."""

import uuid

import pgtrigger
from django.db import models


class Edition(models.Model):
    """One row; what was read under a mark holds for as long as the mark does.

    The mark is random rather than counted up: a change that was rolled back must not leave behind a number that the
    next change takes again. Personal data: none.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        """Name the mark."""
        return str(self.mark)


def renews_edition() -> pgtrigger.Trigger:
    """Return the trigger of a table whose rows say who is who."""
    return pgtrigger.Trigger(
        name="renew_edition",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="UPDATE organizations_edition SET mark = gen_random_uuid(); RETURN NULL;",
    )
