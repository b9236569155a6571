"""The event log in XES (IEEE 1849), written piece by piece, so that its length does not matter.

Cases are named by a random number, not by their subject: the log says how work flows, not whose it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">\n'
    '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>\n'
    '<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>\n'
    '<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>\n'
    '<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>\n'
    '<global scope="trace"><string key="concept:name" value=""/></global>\n'
    '<global scope="event"><string key="concept:name" value=""/><string key="lifecycle:transition" value=""/>'
    '<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>\n'
    '<classifier name="Activity" keys="concept:name lifecycle:transition"/>\n'
)
# Signs that XML 1.0 cannot hold; a name typed with one loses it.
FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def _text(key: str, value: object) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(str(value).translate(FORBIDDEN))}/>"


def _event(row: dict[str, Any], transition: str, at: datetime) -> str:
    parts = [
        _text("concept:name", row["step_name"]),
        _text("concept:instance", row["uuid"]),
        _text("lifecycle:transition", transition),
        f'<date key="time:timestamp" value="{at.isoformat()}"/>',
        _text("org:role", row["role"]),
        _text("org:group", row["agency__name"]),
        _text("lt:step", row["step_key"]),
        f'<int key="lt:round" value="{row["round"]}"/>',
    ]
    if transition == "complete":
        parts += [_text("org:resource", row["completed_by_name"]), _text("lt:outcome", row["outcome"])]
        parts.append(f'<boolean key="lt:late" value="{str(at > row["due_at"]).lower()}"/>')
    return f"<event>{''.join(parts)}</event>\n"


def _events(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[datetime, str]]:
    for row in rows:
        yield row["opened_at"], _event(row, "start", row["opened_at"])
        if row["completed_at"] is not None:
            yield row["completed_at"], _event(row, "complete", row["completed_at"])


def write_log(rows: Iterable[dict[str, Any]], *, name: str) -> Iterator[str]:
    """Yield the log: one trace a case, a start and a completion each step, in the order of time.

    :param rows: steps ordered by case
    """
    yield HEAD + _text("concept:name", name) + "\n"
    for case, steps in groupby(rows, key=lambda row: row["instance__uuid"]):
        rows_of_case = list(steps)
        version = rows_of_case[0]["instance__definition__version"]
        yield f"<trace>{_text('concept:name', case)}{_text('lt:version', version)}\n"
        yield from (text for _at, text in sorted(_events(rows_of_case), key=lambda each: each[0]))
        yield "</trace>\n"
    yield "</log>\n"
