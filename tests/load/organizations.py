"""Bench rows of organizations: the tree of the whole country, people by date, the reform of 2025 as a dry run.

python -m tests.load.organizations, against the database of DATABASE_URL; nothing stays in it.
"""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date

ROUNDS = 50


def organization_rows() -> Iterator[tuple[str, str]]:
    """Yield name and figure of each measure; the country of three tiers is founded and taken back."""
    from django.db import transaction
    from django.utils import timezone

    from lienthong.kernel.acts.contracts import Actor
    from lienthong.kernel.organizations import queries
    from lienthong.kernel.organizations.models import Agency
    from lienthong.kernel.organizations.services.reorganization.reform_units import load_units
    from lienthong.kernel.organizations.services.reorganization.rehearse_reform import rehearse_reform

    with transaction.atomic():
        begun = time.perf_counter()
        found = rehearse_reform(units=load_units(), actor=Actor.system("bench"), now=timezone.now())
        lasted = time.perf_counter() - begun
        yield "reform of 2025, whole country, dry run", f"{lasted:.0f} s, {found.lines} lines"
        province = Agency.objects.get(code="38")
        below = Agency.objects.filter(path__startswith=province.path)
        yield f"everything below a province ({below.count()} agencies)", _median(lambda: list(below.values_list("pk")))
        day = date(2025, 5, 3)
        yield "head of a commune on a day", _median(lambda: queries.heads_of(code="22366", at=day))
        yield "agency of a code, any time", _median(lambda: queries.find_agency_in_charge(code="22366", at=day))
        transaction.set_rollback(True)


def _median(work: Callable[[], object]) -> str:
    """Return the median time of some work, in milliseconds."""
    spent = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return f"{statistics.median(spent) * 1000:.1f} ms"


def main() -> None:
    """Print the rows as JSON."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.dev")
    django.setup()
    print(json.dumps(list(organization_rows())))


if __name__ == "__main__":
    main()
