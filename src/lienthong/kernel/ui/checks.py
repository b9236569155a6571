"""System checks: what systems put into the shells must lead somewhere and be drawn."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning
from django.urls import NoReverseMatch, reverse

from .extensions import Shell, entries, places
from .icons import ICONS


def _leads_nowhere(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return True
    return False


@register()
def check_navigation(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  Django's signature
    """Name each entry whose address does not exist (`ui.W001`) or whose icon is not in the sprite (`ui.W002`)."""
    offered = [entry for shell in Shell for entry in entries(shell)]
    found: list[CheckMessage] = [
        CheckWarning(f"the shells link to {name!r}, which is no address", id="ui.W001")
        for name in [*(entry.url_name for entry in offered), *places().values()]
        if _leads_nowhere(name)
    ]
    found += [
        CheckWarning(f"the entry {entry.url_name!r} uses the unknown icon {entry.icon!r}", id="ui.W002")
        for entry in offered
        if entry.icon not in ICONS
    ]
    return found
