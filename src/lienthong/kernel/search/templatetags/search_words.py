"""Showing hits: where the words asked for stand in a title."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lienthong.kernel.search.extensions import kind_label, system_label
from lienthong.kernel.ui.contracts import fold

register = template.Library()
_PARTS = re.compile(r"[^\W_]+|[\W_]+")


@register.filter
def highlight(title: str, words: Sequence[str]) -> SafeString:
    """Mark the words of a title that were asked for, whatever diacritics either has; the last one by its beginning."""
    wanted, last = set(words), words[-1] if words else ""
    parts = ((part, _is_asked(fold(part), wanted, last)) for part in _PARTS.findall(title))
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", part) if hit else part,) for part, hit in parts))


def _is_asked(word: str, wanted: set[str], last: str) -> bool:
    return word in wanted or (bool(last) and word.startswith(last))


@register.filter
def system_name(code: str) -> str:
    """Return what a system is called."""
    return system_label(code)


@register.simple_tag
def kind_name(system: str, kind: str) -> str:
    """Return what a kind of things is called."""
    return kind_label(system, kind)


@register.simple_tag(takes_context=True)
def facet_address(context: template.Context, name: str, value: str) -> str:
    """Return the address of this list narrowed by a filter, or without it; from its first page."""
    query = context["request"].GET.copy()
    query.pop("tu", None)
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
