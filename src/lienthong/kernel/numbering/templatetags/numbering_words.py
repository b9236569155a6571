"""Words of books in templates."""

from django import template

from lienthong.kernel.numbering.contracts import BlockState, NumberState
from lienthong.kernel.numbering.words import BLOCK, LOOKS, NUMBER

register = template.Library()


@register.filter
def number_state(state: NumberState) -> str:
    """Return what became of a number, in words."""
    return str(NUMBER[state])


@register.filter
def block_state(state: BlockState) -> str:
    """Return how a reservation stands, in words."""
    return str(BLOCK[state])


@register.filter
def state_tag(state: NumberState | BlockState) -> str:
    """Return which tag shows a state."""
    return LOOKS[state]
