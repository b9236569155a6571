"""Where systems say how what they put into search is called on its page."""

from django.utils.functional import Promise

_SYSTEMS: dict[str, str | Promise] = {}


def name_system(code: str, label: str | Promise) -> None:
    """Name a system as the heading of its hits.

    :param label: a lazy translation, in the plural, such as "Dossiers"
    """
    _SYSTEMS[code] = label


def system_label(code: str) -> str:
    """Return the name of a system, its code when it named nothing."""
    return str(_SYSTEMS.get(code, code))
