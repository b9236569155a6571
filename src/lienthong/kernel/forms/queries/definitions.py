"""Reading stored forms and forms being designed, and evaluating expressions."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, NotFound
from lienthong.kernel.ui.contracts import fold

from .. import rules_cel
from ..compiled import CompiledForm
from ..contracts import Change, DefinitionInfo, DesignInfo, DesignLine, VersionInfo
from ..models import FormDefinition, FormDesign
from ..policy import DESIGNS
from ..rules import describe
from ..rules.diff import compare_forms
from ..rules_check import find_errors

PAGE = 50


@lru_cache(maxsize=512)
def _compile(key: str, version: int) -> CompiledForm:
    """Compile one version once a process; versions never change."""
    row = FormDefinition.objects.get(key=key, version=version)
    return CompiledForm(key=row.key, version=row.version, title=row.title, schema=row.schema, ui=row.ui)


def get_form(*, key: str, version: int | None = None) -> CompiledForm:
    """Return a form, the newest version when none is named. At most two statements, none for a version known.

    :raises NotFound: there is no such form
    """
    key = key.replace("\0", "")
    if version is None:
        version = FormDefinition.objects.filter(key=key).order_by("-version").values_list("version", flat=True).first()
    if version is not None:
        try:
            return _compile(key, version)
        except FormDefinition.DoesNotExist:
            pass
    raise NotFound(_("There is no form “%(key)s”.") % {"key": key}, key=key)


def forget_compiled() -> None:
    """Empty the cache; for tests, whose rows disappear."""
    _compile.cache_clear()


def list_forms() -> tuple[DefinitionInfo, ...]:
    """Return the newest version of each form, by title. One statement."""
    rows = FormDefinition.objects.order_by("key", "-version").distinct("key").values_list("key", "version", "title")
    return tuple(sorted((DefinitionInfo(*row) for row in rows), key=lambda item: item.title))


def page_forms(*, text: str, after: str, limit: int) -> tuple[tuple[DefinitionInfo, ...], str]:
    """Return a page of published forms in their newest versions, by key, and the key to go on after. One statement.

    Forms are public as to what they ask; nothing of answers is in them.

    :param text: words of the title, or a part of the key, with or without diacritics
    """
    newest = FormDesign.objects.filter(published__gt=0)
    for word in fold(text.replace("\0", "")).split():
        newest = newest.filter(Q(folded_title__contains=word) | Q(key__icontains=word))
    rows = newest.filter(key__gt=after.replace("\0", "")).order_by("key")[: limit + 1]
    found = [DefinitionInfo(*row) for row in rows.values_list("key", "published", "title")]
    return tuple(found[:limit]), found[limit - 1].key if len(found) > limit else ""


def list_designs(*, viewer: Actor, text: str = "", state: str = "", after: str = "") -> tuple[DesignLine, ...]:
    """Return a page of forms by title, and one more where more follow. Two statements.

    :param state: `changed` (differs from its newest version), `new` (never published), or empty for all
    :param after: key of the last form of the page before
    """
    found = DESIGNS.visible(FormDesign.objects.all(), viewer)
    for word in fold(text).split():
        found = found.filter(Q(folded_title__contains=word) | Q(key__icontains=word))
    if state == "changed":
        found = found.filter(changed=True, published__gt=0)
    if state == "new":
        found = found.filter(published=0)
    last = FormDesign.objects.filter(key=after).values_list("folded_title", "key").first()
    if last:
        found = found.filter(Q(folded_title__gt=last[0]) | Q(folded_title=last[0], key__gt=last[1]))
    fields = ("key", "title", "published", "changed", "updated_at", "updated_by_name")
    rows = found.order_by("folded_title", "key").values_list(*fields)[: PAGE + 1]
    return tuple(DesignLine(*row) for row in rows)


def get_design(*, key: str, viewer: Actor) -> DesignInfo:
    """Return a form as it is being designed. One statement.

    :raises NotFound: there is none, or the viewer designs no forms
    """
    row = DESIGNS.visible(FormDesign.objects.filter(key=key), viewer).first()
    if row is None:
        raise NotFound(_("There is no form “%(key)s”.") % {"key": key})
    return DesignInfo(
        key=row.key, title=row.title, number=row.version, schema=row.schema, ui=row.ui, published=row.published,
        changed=row.changed, updated_at=row.updated_at, updated_by_name=row.updated_by_name,
    )  # fmt: skip


def list_versions(*, key: str) -> tuple[VersionInfo, ...]:
    """Return the versions of a form, newest first, at most 100. One statement."""
    rows = FormDefinition.objects.filter(key=key).order_by("-version")
    return tuple(
        VersionInfo(*row) for row in rows.values_list("version", "title", "created_at", "created_by_name")[:100]
    )


def design_errors(design: DesignInfo) -> tuple[FieldError, ...]:
    """Return what keeps a design from being published; the paths name its places."""
    return tuple(find_errors(design.schema, design.ui))


def compare(*, design: DesignInfo, older: int, newer: int | None = None) -> tuple[Change, ...]:
    """Return what differs between two versions of a form, or between a version and its design (`newer` None).

    :param older: 0 stands for nothing: all fields are then new
    :raises NotFound: there is no such version
    """
    after = describe(design.schema, design.ui) if newer is None else get_form(key=design.key, version=newer).description
    before = get_form(key=design.key, version=older).description if older else None
    return compare_forms(before, after)


def evaluate(expression: str, variables: Mapping[str, Any]) -> Any:
    """Evaluate a CEL expression over plain values.

    :raises ExpressionRefused: the expression is not acceptable
    :raises ExpressionFailed: these values do not let it be worked out
    """
    return rules_cel.evaluate(expression, variables)


def check_expression(expression: str, *, allowed: frozenset[str]) -> None:
    """Check an expression before it is stored.

    :param allowed: the variables that will be there
    :raises ExpressionRefused: says why
    """
    rules_cel.check_expression(expression, allowed=allowed)
