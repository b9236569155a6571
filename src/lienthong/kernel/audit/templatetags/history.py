"""Histories in templates, loaded into every one."""

from django import template

from lienthong.kernel.audit import extensions

register = template.Library()


@register.filter
def act_words(code: str) -> str:
    """Return what an entry of a history says was done."""
    return extensions.act_words(code)
