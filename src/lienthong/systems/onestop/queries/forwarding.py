"""By which rule dossiers on paper are handed on: data of the law, replaced by the province's own where it has any."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter

from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import ForwardingRule

KNOWN = Path(__file__).parent.parent / "law" / "forwarding.json"


def forwarding_rule(*, day: date) -> ForwardingRule:
    """Return the rule of forwarding that holds on a local day (R-18). No statement.

    :raises OSError: the province's own file is not there
    :raises ValidationError: it cannot be read
    """
    return rules.forwarding_on(_known(settings.ONESTOP_FORWARDING_FILE or str(KNOWN)), day)


@cache
def _known(path: str) -> tuple[ForwardingRule, ...]:
    return TypeAdapter(tuple[ForwardingRule, ...]).validate_json(Path(path).read_bytes())
