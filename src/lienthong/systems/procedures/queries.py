"""Reads of the catalogue: what citizens and other systems may ask, then what officers who keep it see."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.ui.contracts import fold

from .contracts import (
    CataloguePage,
    CatalogueSearch,
    FacetValue,
    ImportLine,
    ProcedureInfo,
    ProcedureNotFound,
    ProcedureSummary,
    RunInfo,
    VersionFilters,
    VersionLine,
    VersionPage,
    VersionState,
)
from .models import ImportRow, ImportRun, ProcedureVersion
from .models.conversion import summary_columns, to_import_line, to_info, to_line, to_run, to_summary
from .policy import MANAGE, POLICY
from .rules import official_words

PAGE_SIZE = 20
_CODE = re.compile(r"[\d.]{3,}(?:h\d{2})?|dvcqg\w*-\w*", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
# Procedures most people need once in their lives, in the order of how often; figures of use come first.
EVERYDAY = (
    "2.000635",
    "1.001193",
    "1.004873",
    "1.004222",
    "2.000815",
    "1.001612",
    "1.014027",
    "1.000894",
    "1.004194",
    "1.000656",
)


def search_catalogue(*, search: CatalogueSearch, day: date) -> CataloguePage:
    """Search what is public on a day, in at most seven statements.

    Typed with or without diacritics; names with the very letters typed come first. Everyday words also find
    what the law calls otherwise. When no procedure has all words, words that begin so are tried, and then
    procedures with some of the words are offered.

    :param search: what is asked; the page is brought into bounds
    """
    also = official_words(fold(search.text))
    for looseness in _Looseness:
        condition = _matching(search.text, also, looseness)
        hits = _public(day).filter(condition)
        narrowed = _narrow(hits, search)
        total = narrowed.count()
        if total or not search.text:
            break
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, search.page), pages)
    rows = _ordered(narrowed, search.text, also).values(*summary_columns())
    return CataloguePage(
        items=tuple(to_summary(row) for row in rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        total=total,
        page=page,
        pages=pages,
        fields=_facet(_narrow(hits, search, but="field"), F("field"), search.field),
        levels=_facet(_narrow(hits, search, but="level"), _each("levels"), search.level),
        subjects=_facet(_narrow(hits, search, but="subject"), _each("subjects"), search.subject),
        also=also,
        nearest=bool(total) and looseness is _Looseness.SOME,
    )


def get_public_procedure(*, code: str, day: date) -> ProcedureInfo:
    """Return the version of a procedure that is public on a day.

    :raises ProcedureNotFound: there is none
    """
    version = _public(day).filter(procedure__code=code).select_related("procedure").first()
    if version is None:
        raise ProcedureNotFound(_("There is no public procedure with the code %(code)s.") % {"code": code}, key=code)
    return to_info(version)


def get_version(*, version_id: int) -> ProcedureInfo:
    """Return one version whatever its state, as running dossiers need it (R-4).

    :raises ProcedureNotFound: there is none
    """
    version = ProcedureVersion.objects.select_related("procedure").filter(pk=version_id).first()
    if version is None:
        raise ProcedureNotFound(_("There is no such version of a procedure."))
    return to_info(version)


def list_popular(*, day: date, codes: Sequence[str] = (), limit: int = 7) -> tuple[ProcedureSummary, ...]:
    """Return the procedures people use most: the given codes first, then everyday ones, then commune's.

    :param codes: in order of use, as the figures of dossiers tell
    """
    rows = _by_use(_public(day), codes).values(*summary_columns())[:limit]
    return tuple(to_summary(row) for row in rows)


def list_summaries(*, codes: Sequence[str], day: date) -> tuple[ProcedureSummary, ...]:
    """Return the public procedures among the given codes, in that order."""
    rows = {
        row["procedure__code"]: row for row in _public(day).filter(procedure__code__in=codes).values(*summary_columns())
    }
    return tuple(to_summary(rows[code]) for code in codes if code in rows)


def count_public(*, day: date) -> int:
    """Return how many procedures are public on a day."""
    return _public(day).count()


def list_versions(*, viewer: Actor, filters: VersionFilters) -> VersionPage:
    """Return the versions officers ask for, by code, in five statements.

    :raises NotPermitted: the viewer does not manage the catalogue
    """
    _check_manager(viewer)
    rows = POLICY.visible(ProcedureVersion.objects.all(), viewer).filter(
        _matching(filters.text, "", _Looseness.BEGINNINGS)
    )
    by_state = rows.values("state").annotate(count=Count("pk"))
    states = {row["state"]: row["count"] for row in by_state}
    if filters.state:
        rows = rows.filter(state=filters.state)
    problems = _facet(rows, _each("problem_codes"), filters.problem)
    fields = _facet(rows, F("field"), filters.field)
    if filters.problem:
        rows = rows.filter(problem_codes__contains=[filters.problem])
    if filters.field:
        rows = rows.filter(field=filters.field)
    total = rows.count()
    page = min(max(1, filters.page), max(1, -(-total // PAGE_SIZE)))
    shown = rows.select_related("procedure").order_by("procedure__code", "-number")
    lines = tuple(to_line(row) for row in shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return VersionPage(lines, total, page, -(-total // PAGE_SIZE), states, problems, fields)


def every_version(*, viewer: Actor, filters: VersionFilters) -> Iterator[VersionLine]:
    """Read all versions officers ask for, by code, a few hundred at a time; the page of the filters says nothing.

    :raises NotPermitted: the viewer does not manage the catalogue
    """
    _check_manager(viewer)
    rows = POLICY.visible(ProcedureVersion.objects.all(), viewer).filter(
        _matching(filters.text, "", _Looseness.BEGINNINGS)
    )
    exact = {"state": filters.state, "field": filters.field}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.problem:
        rows = rows.filter(problem_codes__contains=[filters.problem])
    rows = rows.select_related("procedure").order_by("procedure__code", "-number")
    return (to_line(row) for row in rows.iterator(chunk_size=500))


def list_versions_of(*, code: str, viewer: Actor) -> tuple[VersionLine, ...]:
    """Return all versions of one procedure, the newest first."""
    _check_manager(viewer)
    rows = ProcedureVersion.objects.filter(procedure__code=code).select_related("procedure").order_by("-number")
    return tuple(to_line(row) for row in rows)


def list_runs(*, viewer: Actor, limit: int = 20) -> tuple[RunInfo, ...]:
    """Return the last imports, the newest first."""
    _check_manager(viewer)
    return tuple(to_run(run) for run in ImportRun.objects.order_by("-pk")[:limit])


def get_run(*, run_id: int, viewer: Actor) -> RunInfo:
    """Return one import.

    :raises ProcedureNotFound: there is none
    """
    _check_manager(viewer)
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise ProcedureNotFound(_("There is no such import."))
    return to_run(run)


def list_rows(*, run_id: int, viewer: Actor, outcome: str, page: int = 1) -> tuple[tuple[ImportLine, ...], bool]:
    """Return one page of what an import did, and whether more follows.

    :param outcome: a value of `Outcome`, or `incomplete` for records that lack a main part
    """
    _check_manager(viewer)
    rows = ImportRow.objects.filter(run_id=run_id)
    rows = rows.filter(incomplete=True) if outcome == "incomplete" else rows.filter(outcome=outcome)
    start = (max(1, page) - 1) * PAGE_SIZE
    shown = list(rows.order_by("code", "pk")[start : start + PAGE_SIZE + 1])
    return tuple(to_import_line(row) for row in shown[:PAGE_SIZE]), len(shown) > PAGE_SIZE


def _check_manager(viewer: Actor) -> None:
    if not viewer.may(MANAGE):
        raise NotPermitted(_("You may not manage the catalogue of procedures."))


def _public(day: date) -> QuerySet[ProcedureVersion]:
    return ProcedureVersion.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), state=VersionState.PUBLISHED.value, valid_from__lte=day
    )


class _Looseness(Enum):
    """How far a procedure may be from what was typed."""

    WORDS = " & "
    BEGINNINGS = ":* & "
    SOME = " | "


def _matching(text: str, also: str, looseness: _Looseness) -> Q:
    """Return the condition for what was typed: a code, or its words, or the official words for it."""
    typed = text.strip()
    if not typed:
        return Q()
    if _CODE.fullmatch(typed):
        return Q(procedure__code__istartswith=typed) | Q(procedure__code__endswith=typed)
    if also:
        return Q(name_folded__contains=fold(typed)) | _with_words(also, _Looseness.WORDS)
    return _with_words(typed, looseness)


def _with_words(text: str, looseness: _Looseness) -> Q:
    """Match words of the folded text; only letters and digits reach the query language."""
    words = _WORD.findall(fold(text))
    if not words:
        return Q(pk__in=())
    raw = looseness.value.join(words) + (":*" if looseness is _Looseness.BEGINNINGS else "")
    return Q(search_vector=SearchQuery(raw, config="simple", search_type="raw"))


def _narrow(hits: QuerySet[ProcedureVersion], search: CatalogueSearch, but: str = "") -> QuerySet[ProcedureVersion]:
    if search.field and but != "field":
        hits = hits.filter(field=search.field)
    if search.level and but != "level":
        hits = hits.filter(levels__contains=[search.level])
    if search.subject and but != "subject":
        hits = hits.filter(subjects__contains=[search.subject])
    return hits


def _ordered(hits: QuerySet[ProcedureVersion], text: str, also: str) -> QuerySet[ProcedureVersion]:
    """Order by likeness: the letters as typed, the official words, without diacritics, all else; today's law first."""
    typed = " ".join(text.lower().split())
    if not typed:
        return _by_use(hits, ())
    folded = fold(typed)
    likeness = [When(name_folded__contains=folded, then=Value(2))]
    if also:
        likeness.insert(0, When(name_folded__contains=fold(also), then=Value(1)))
    if folded != typed:
        likeness.insert(0, When(name_lower__contains=typed, then=Value(0)))
    rank = Case(*likeness, default=Value(3), output_field=IntegerField())
    return hits.annotate(likeness=rank).order_by("likeness", "-tiers", Length("name_folded"), "pk")


def _by_use(hits: QuerySet[ProcedureVersion], codes: Sequence[str]) -> QuerySet[ProcedureVersion]:
    wanted = list(dict.fromkeys((*codes, *EVERYDAY)))
    ranks = [When(procedure__code=code, then=Value(rank)) for rank, code in enumerate(wanted)]
    ranks.append(When(levels__contains=["commune"], then=Value(len(wanted))))
    rank = Case(*ranks, default=Value(len(wanted) + 1), output_field=IntegerField())
    return hits.annotate(rank=rank).order_by("rank", "-tiers", "name_folded", "pk")


def _each(column: str) -> Func:
    return Func(F(column), function="unnest", output_field=TextField(), set_returning=True)


def _facet(hits: QuerySet[ProcedureVersion], value: Any, chosen: str) -> tuple[FacetValue, ...]:
    rows = hits.annotate(facet=value).values("facet").annotate(count=Count("pk")).order_by("-count", "facet")
    return tuple(FacetValue(row["facet"], row["count"], row["facet"] == chosen) for row in rows if row["facet"])
