"""Words of forms for templates."""

from django import template

from lienthong.kernel.forms.words import CHANGE_LABELS

register = template.Library()


@register.filter
def change_label(code: str) -> str:
    """Say what a difference between two versions is about."""
    return str(CHANGE_LABELS.get(code, code))
