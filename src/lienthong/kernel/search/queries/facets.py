"""How a list of hits may be narrowed, with what each way leaves."""

from collections.abc import Sequence

from lienthong.kernel.organizations import queries as organizations

from .. import rules
from ..contracts import Facet, Found
from ..extensions import kind_label, system_label
from ..rules import Candidate

MOST_AGENCIES = 5


def facets(found: Sequence[Candidate]) -> Found:
    """Return the counts of hits by system, kind, year and agency; no hits. One statement when agencies hold some."""
    counts = rules.count(found, most_agencies=MOST_AGENCIES)
    names = {each.path: each.name for each in organizations.list_agencies()} if counts.agencies else {}
    return Found(
        systems=tuple(Facet(system, system_label(system), number) for system, number in counts.systems),
        kinds=tuple(Facet(kind, kind_label(system, kind), number) for (system, kind), number in counts.kinds),
        years=tuple(Facet(str(year), str(year), number) for year, number in counts.years),
        agencies=tuple(Facet(path, names[path], number) for path, number in counts.agencies if path in names),
    )
