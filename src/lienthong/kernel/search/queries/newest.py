"""The newest entries that answer a question, however many do: the one statement that reads the index.

A word like "quyết định" stands in a quarter of all entries. Sorting those would take seconds, so a question that many
answer is asked of the newest days first, and further back only until enough are found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from .. import rules
from ..rules import Candidate
from ..rules.marks import DAY_MARK
from .terms import Counted

# Counted and sorted up to here; beyond, a list says "more than".
MOST_FOUND = 1_000
# So many may go through the heap; more are asked of the newest days only.
_FEW = 2_000
_WANTED = 1_400
_ROUNDS = 3
# Microseconds, measured: a step through the shortest list of the index, and a row read and sorted.
_STEP, _ROW = 0.4, 7.0
# Numbers: a thousand instants take Python as long to read as the database to find.
_WHEN = (
    "(extract(epoch FROM updated_at) * 1000000)::bigint,"
    " extract(year FROM updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int"
)
_NEWEST = """
SELECT id, system, kind, agency_path, {when}, code = %(code)s, exact @@ %(typed)s::tsquery,
    {asked}, left(folded, length(%(begins)s)) = %(begins)s
FROM search_searchentry WHERE body @@ %(question)s::tsquery
ORDER BY updated_at DESC, id DESC LIMIT %(most)s
"""
# Few have a code, but nearly all may have a mark: "is true" keeps a plan made for any marks from beginning with them.
_BY_CODE = """
SELECT id, system, kind, agency_path, {when}, TRUE, TRUE, TRUE, TRUE
FROM search_searchentry WHERE code = %(code)s AND (body @@ %(marks)s::tsquery) IS TRUE
ORDER BY updated_at DESC, id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question for the index, and what its answers are sorted by.

    `question` with the marks of `groups`; `entries` is how many answer it, about, `least` how many have its
    rarest part; `asked` is the question without
    synonyms, empty when it has none.
    """

    question: str
    groups: tuple[frozenset[str], ...]
    entries: int
    least: int
    code: str
    typed: str
    asked: str
    begins: str


def newest(sought: Sought, counted: Counted, *, most: int = MOST_FOUND) -> list[Candidate]:
    """Return the newest entries that answer, at most one more than `most`. Up to four statements.

    Each round asks months behind those of the rounds before; what they held says better than the vocabulary how many
    entries answer, and so whether to go on back or to read all.
    """
    window = counted.total * _WANTED // max(1, sought.entries)
    if _costs_less_whole(sought, sought.entries, window):
        return _read(sought, (), most)
    days = counted.back_to(window)
    if not days or days[0].startswith(DAY_MARK):
        found = _read(sought, days, most)
        if not days or len(found) > most:
            return found
        window *= 4
    found, months, covered = [], 0, 0
    for _round in range(_ROUNDS):
        marks, held = counted.older(months, window)
        found += _read(sought, marks, most)
        months, covered = months + len(marks), covered + held
        if len(found) > most or months >= len(counted.months):
            return found[: most + 1]
        entries = max(1, len(found)) * counted.total // covered
        window = covered * (_WANTED - len(found)) // max(len(found), most // 16)
        if _costs_less_whole(sought, entries, window):
            break
    return _read(sought, (), most)


def _costs_less_whole(sought: Sought, entries: int, window: int) -> bool:
    """Say whether reading all that answers takes less than intersecting with the marks of so many entries."""
    return entries <= _FEW or sought.least * _STEP + entries * _ROW <= window * _STEP


def by_code(code: str, groups: Sequence[frozenset[str]], *, most: int) -> list[Candidate]:
    """Return the newest entries with a code, among those with a mark of each group. One statement."""
    values: dict[str, str | int] = {"code": code, "marks": rules.ask([], *groups), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_BY_CODE.format(when=_WHEN), values)
        return [Candidate(*row) for row in cursor.fetchall()]


def _read(sought: Sought, window: Sequence[str], most: int) -> list[Candidate]:
    groups = [*sought.groups, *([window] if window else [])]
    question = " & ".join(part for part in (f"({sought.question})", rules.ask([], *groups)) if part)
    values: dict[str, str | int] = {
        "question": question, "code": sought.code, "typed": sought.typed, "asked": sought.asked,
        "begins": sought.begins, "most": most + 1,
    }  # fmt: skip
    asked = "body @@ %(asked)s::tsquery" if sought.asked else "TRUE"
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST.format(asked=asked, when=_WHEN), values)
        return [Candidate(*row) for row in cursor.fetchall()]
