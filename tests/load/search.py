"""Search over 1,000,000 titles with rights applied: half dossiers, half documents, over seven years and 85 agencies.

The entries stand in a database of their own, made beside that of DATABASE_URL and dropped afterwards. Titles are those
of a folder with `*.jsonl` of documents (`number`, `doc_type`, `issuer`, `abstract`), repeated and varied by place and
year; without one, those of the demonstration's procedures. `python -m tests.load.search [FOLDER] [--entries N]`.
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import django
import psycopg

ENTRIES, ROUNDS, SEED = 1_000_000, 5, 4
NAME = "lienthong_load_search"
DATA = Path(__file__).resolve().parents[2] / "src" / "lienthong" / "demo" / "data"
BEGIN, END = datetime(2019, 1, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
DEPARTMENTS, COMMUNES = range(2, 22), range(22, 87)
DOSSIERS, DOCUMENTS = "onestop.dossier.see", "documents.see"
COLUMNS = (
    "system, kind, key, code, written_code, title, folded, body, exact, audience, permission, agency_path,"
    " further_places, owner_ids, url, updated_at"
)
# Milliseconds, by viewer and kind of question.
Times = dict[tuple[str, str], list[float]]
# What people type, by kind; half of it without diacritics.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "one word": ("nguyen", "giấy", "dat", "quyết"),
    "two words": ("quyết định", "quyet dinh", "khai sinh", "ke hoach"),
    "three to five words": (
        "ban hành kế hoạch", "cấp giấy phép xây dựng", "quy dinh chi tiet thi hanh", "dang ky thuong tru"
    ),
    "a code": ("2.000635", "1.000080", "H32.30-2610"),
    "a document number": ("123/QĐ-UBND", "15/KH-UBND", "24/2000/QH10"),
    "a name": ("nguyễn văn an", "tran thi mai", "le minh"),
    "a beginning": ("quy", "thuo", "nguy", "xay d"),
    "what nearly all have": ("ve viec", "tinh", "năm 2024"),
    "what nothing has": ("zzzz qqqq", "khủng long bạo chúa"),
    "mistyped": ("quyets dinh", "giay khai sonh", "quyeets ddinhj", "giaykhaisinh", "gaiy phep"),
}  # fmt: skip


def main() -> None:
    """Load, measure and print rows of the table as JSON; with -v a line a question on the other stream."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("-v", action="store_true", dest="verbose")
    given = parser.parse_args()
    with _database():
        django.setup()
        rows = _load(given.folder, given.entries)
        rows += _measure(verbose=given.verbose)
        rows += _measure_writing()
        print(json.dumps(rows))


@contextmanager
def _database() -> Iterator[None]:
    """Make a database beside the one named, let DATABASE_URL name it, and drop it at the end."""
    url = os.environ["DATABASE_URL"]
    address, _mark, options = url.partition("?")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{NAME}"')
        server.execute(f'CREATE DATABASE "{NAME}"')
        os.environ["DATABASE_URL"] = f"{address.rpartition('/')[0]}/{NAME}" + (f"?{options}" if options else "")
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
            server.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')


def _load(folder: Path | None, entries: int) -> list[tuple[str, str]]:
    """Write the entries with COPY, build the index and the vocabulary, and return what that took."""
    from django.core.management import call_command
    from django.db import connection

    from lienthong.kernel.search.services import recount_words

    call_command("migrate", verbosity=0)
    rows = []
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_body")
        begin = time.perf_counter()
        with cursor.copy(f"COPY search_searchentry ({COLUMNS}) FROM STDIN") as copy:
            for row in _entries(_titles(folder), entries):
                copy.write_row(row)
        rows.append((f"load {entries:,} entries", f"{time.perf_counter() - begin:.0f} s"))
        begin = time.perf_counter()
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("CREATE INDEX search_body ON search_searchentry USING gin (body)")
        rows.append(("build the index", f"{time.perf_counter() - begin:.0f} s"))
        begin = time.perf_counter()
        terms = recount_words()
        rows.append((f"count {terms:,} words and marks", f"{time.perf_counter() - begin:.0f} s"))
        for table in ("search_searchentry", "search_searchterm", "search_searchdeletion"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute(
            "SELECT pg_relation_size('search_body') >> 20, pg_table_size('search_searchentry') >> 20,"
            " (pg_total_relation_size('search_searchterm') + pg_total_relation_size('search_searchdeletion')) >> 20"
        )
        index, table, words = cursor.fetchone()
    return [*rows, ("size of index, entries, vocabulary", f"{index} MB, {table} MB, {words} MB")]


def _measure(*, verbose: bool) -> list[tuple[str, str]]:
    """Ask every question in turns as every viewer, and return p50 and p95 by viewer and by kind of question.

    Beside what a clock says stands what the processor did, of Python and of the database together: on a machine that
    others use, too, the clock measures them.
    """
    from lienthong.kernel.search import queries
    from lienthong.kernel.search.contracts import Asked

    lasted: Times = {}
    worked: Times = {}
    used = _processor()
    for who, viewer in _viewers().items():
        for kind, texts in QUESTIONS.items():
            for text in texts:
                ask = partial(queries.search, asked=Asked(text), viewer=viewer)
                ask()
                before = used()
                clock = [_time(ask) for _round in range(ROUNDS)]
                lasted.setdefault((who, kind), []).extend(clock)
                worked.setdefault((who, kind), []).append((used() - before) / ROUNDS)
                if verbose:
                    print(
                        f"{who}\t{text}\t{statistics.median(clock):.0f}\t{worked[who, kind][-1]:.0f}", file=sys.stderr
                    )
    rows = [(f"search as {who}, p50 and p95", _said(lasted, who=who)) for who in _viewers()]
    rows += [(f"processor time as {who}, p50 and p95", _said(worked, who=who)) for who in _viewers()]
    return rows + [(f"search for {kind}, p50 and p95", _said(lasted, kind=kind)) for kind in QUESTIONS]


def _processor() -> Callable[[], float]:
    """Return what tells how many milliseconds of processor this process and its server process have used."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    tick = 1000 / os.sysconf("SC_CLK_TCK")

    def used() -> float:
        fields = stat.read_text().rpartition(")")[2].split() if stat.exists() else ["0"] * 13
        return 1000 * time.process_time() + tick * (int(fields[11]) + int(fields[12]))

    return used


def _said(lasted: Times, *, who: str = "", kind: str = "") -> str:
    wanted = sorted(
        each for (asker, about), listed in lasted.items() if asker == (who or asker) and about == (kind or about)
        for each in listed
    )  # fmt: skip
    return f"{statistics.median(wanted):.0f} ms, {wanted[int(0.95 * (len(wanted) - 1))]:.0f} ms"


def _measure_writing() -> list[tuple[str, str]]:
    """Return what it takes to put one entry in among the others, and the vocabulary to learn two hundred."""
    from lienthong.kernel.search import services
    from lienthong.kernel.search.contracts import Audience, EntryKey

    def index(number: int) -> None:
        services.index_entry(
            entry=EntryKey("onestop", "dossier", f"bench-{number}"), title="Nguyễn Văn An, Cấp giấy phép xây dựng",
            body="1.008891 056088000777", url="/x/", audience=Audience.AGENCY, agency_path="/1/30/",
            permission=DOSSIERS, owner_ids=[7], now=END,
        )  # fmt: skip

    lasted = [_time(partial(index, number)) for number in range(200)]
    learned = _time(services.learn_words)
    return [("put one entry in", f"{statistics.median(lasted):.1f} ms"), ("learn 200 entries", f"{learned:.0f} ms")]


def _time(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - begin)


def _viewers() -> dict[str, Any]:
    from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope

    held = (DOSSIERS, DOCUMENTS, *(f"other.permission.{number}" for number in range(30)))

    def officer(path: str, scope: Scope) -> Actor:
        grants = tuple(Grant(permission, scope, "r", 1, path) for permission in held)
        return Actor(ActorKind.OFFICER, "Đo", user_id=7, grants=grants)

    return {
        "an officer of a commune": officer("/1/30/", Scope.AGENCY),
        "an officer of a department": officer("/1/3/", Scope.SUBTREE),
        "the leader of the province": officer("/1/", Scope.PROVINCE),
        "a citizen": Actor(ActorKind.CITIZEN, "Đo", user_id=4711),
    }


def _titles(folder: Path | None) -> list[dict[str, Any]]:
    """Return documents with number, kind, issuer and title."""
    found: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.jsonl")) if folder else ():
        found += [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    found = [each for each in found if each.get("abstract")]
    return found or [
        {"abstract": name, "doc_type": "Quyết định", "issuer": "UBND tỉnh", "number": f"{code}/QĐ-UBND"}
        for code, name in _procedures()
    ]


@lru_cache(maxsize=1)
def _procedures() -> list[tuple[str, str]]:
    """Return codes and names of the demonstration's procedures."""
    read = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((DATA / "procedures").glob("*.json"))]
    return [(str(each["code"]), str(each["name"])) for listed in read for each in listed["procedures"]]


def _entries(documents: list[dict[str, Any]], number: int) -> Iterator[tuple[Any, ...]]:
    """Yield rows of the table in the order of time, as they would have come, some changed weeks later."""
    chance = random.Random(SEED)  # noqa: S311  invented titles
    people, places = _names(chance, number), _places()
    span = (END - BEGIN).total_seconds()
    for at in range(number):
        # There are more each year than the year before.
        moment = BEGIN + timedelta(seconds=span * (at / number) ** 0.8 + chance.randint(0, 20 * 86_400))
        if chance.random() < 0.5:
            yield _dossier(chance, at, moment, people[at])
        else:
            yield _document(chance, at, moment, documents, places)


def _dossier(chance: random.Random, at: int, moment: datetime, person: str) -> tuple[Any, ...]:
    codes = _procedures()
    code, name = codes[int(len(codes) * chance.random() ** 2.5)]
    held = _agency(chance, COMMUNES if chance.random() < 0.7 else DEPARTMENTS)
    further = (_agency(chance, DEPARTMENTS),) if chance.random() < 0.2 else ()
    key = f"H32.{held.strip('/').split('/')[-1]}-{moment:%y%m%d}-{at % 10_000:04}-{at}"
    return _row(
        moment, system="onestop", kind="dossier", key=key, code=key, parts=(person, name), permission=DOSSIERS,
        body=(code, f"0{chance.randint(10**10, 10**11 - 1)}"), held=held, further=further,
        owner=chance.randint(1, 200_000),
    )  # fmt: skip


def _document(
    chance: random.Random, at: int, moment: datetime, documents: list[dict[str, Any]], places: list[str]
) -> tuple[Any, ...]:
    chosen = documents[int(len(documents) * chance.random())]
    parts = [str(chosen["abstract"])]
    if chance.random() < 0.6:
        parts.append(chance.choice(places))
    if chance.random() < 0.3:
        parts.append(f"năm {moment.year}")
    symbol = str(chosen.get("number") or "1/QĐ-UBND").split("/")[-1]
    kind = str(chosen.get("doc_type") or "Công văn")
    held = _agency(chance, DEPARTMENTS if chance.random() < 0.6 else COMMUNES)
    further = tuple({_agency(chance, range(2, 87)) for _each in range(chance.randint(0, 4))})
    return _row(
        moment, system="documents", kind=kind.lower().replace(" ", "-"), key=str(at),
        code=f"{chance.randint(1, 4_000)}/{symbol}", parts=tuple(parts), permission=DOCUMENTS,
        body=(kind, str(chosen.get("issuer") or "")), held=held, further=further, is_public=chance.random() < 0.25,
    )  # fmt: skip


def _row(
    moment: datetime, *, system: str, kind: str, key: str, code: str, parts: tuple[str, ...], body: tuple[str, ...],
    permission: str, held: str, further: tuple[str, ...], owner: int | None = None, is_public: bool = False,
) -> tuple[Any, ...]:  # fmt: skip
    from lienthong.kernel.search import rules
    from lienthong.kernel.search.contracts import Audience
    from lienthong.kernel.ui.contracts import fold

    audience = Audience.PUBLIC if is_public else Audience.AGENCY
    owners = () if owner is None else (owner,)
    marks = rules.marks_of(rules.Reach(audience, permission, held, further, None, owners))
    marks |= rules.filter_marks(system=system, kind=kind, agency_path=held, updated_at=moment)
    folded, written = set(rules.folded_words(f"{key} {code}")), set(rules.words(f"{key} {code}"))
    for part in (*parts, *body):
        plain, toned = _cut(part)
        folded |= plain
        written |= toned
    title = ", ".join(parts)
    array = "{" + ",".join(map(str, owners)) + "}"
    return (
        system, kind, key, fold(code), code, title, fold(title)[:500], _vector(folded | written | marks),
        _vector(written), audience.value, permission, held, "{}", array, f"/{system}/{key}/", moment.isoformat(),
    )  # fmt: skip


@lru_cache(maxsize=200_000)
def _cut(text: str) -> tuple[frozenset[str], frozenset[str]]:
    from lienthong.kernel.search import rules

    return frozenset(rules.folded_words(text)), frozenset(rules.words(text))


def _vector(lexemes: set[str]) -> str:
    return " ".join("'" + each.replace("'", "''") + "'" for each in lexemes)


def _agency(chance: random.Random, places: range) -> str:
    return f"/1/{places.start + int(len(places) * chance.random() ** 1.5)}/"


def _names(chance: random.Random, number: int) -> list[str]:
    listed = json.loads((DATA / "names.json").read_text(encoding="utf-8"))
    drawn = [
        chance.choices([each["name"] for each in listed[part]], [each["count"] for each in listed[part]], k=number)
        for part in ("family", "middle", "given")
    ]
    return [" ".join(name) for name in zip(*drawn, strict=True)]


def _places() -> list[str]:
    listed = json.loads((DATA / "words.json").read_text(encoding="utf-8"))
    return [f"đường {street}" for street in listed["streets"]]


if __name__ == "__main__":
    main()
