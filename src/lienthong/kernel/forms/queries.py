"""Reading forms and evaluating expressions."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound

from . import rules_cel
from .compiled import CompiledForm
from .contracts import DefinitionInfo
from .models import FormDefinition


@lru_cache(maxsize=512)
def _compile(key: str, version: int) -> CompiledForm:
    """Compile one version once a process; versions never change."""
    row = FormDefinition.objects.get(key=key, version=version)
    return CompiledForm(key=row.key, version=row.version, title=row.title, schema=row.schema, ui=row.ui)


def get_form(*, key: str, version: int | None = None) -> CompiledForm:
    """Return a form, the newest version when none is named. At most two statements, none for a version known.

    :raises NotFound: there is no such form
    """
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
