"""Refuses a database of the demonstration outside the demonstration: its one password is printed on the screen."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

TABLE = "demo_demobuild"
HINT = "Use an empty database, or a settings module with DEMO = True."


def no_invented_accounts(*, databases: Sequence[str] | None = None, **_unknown: Any) -> list[CheckMessage]:
    """Find a demonstration province in the databases asked about (`migrate` asks) while DEMO is off."""
    from .models import DemoBuild

    if getattr(settings, "DEMO", False):
        return []
    found: list[CheckMessage] = []
    for alias in databases or ():
        exists = TABLE in connections[alias].introspection.table_names()
        if exists and DemoBuild.objects.using(alias).exists():
            found.append(Error("This database holds the demonstration province.", hint=HINT, id="demo.E001"))
    return found
