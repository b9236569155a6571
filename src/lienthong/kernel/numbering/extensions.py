"""Where systems say what the numbers are called that they write themselves, without a format."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_BOOKS: dict[str, str | Promise] = {"dossier": _("Codes of dossiers")}


def name_books(kind: str, label: str | Promise) -> None:
    """Name the books of a kind; a kind that ends with a dot stands for all that begin so.

    :param label: a lazy translation, such as "Register of results"
    """
    _BOOKS[kind] = label


def book_label(kind: str) -> str:
    """Return what the books of a kind are called, the kind itself when nobody named it."""
    if kind in _BOOKS:
        return str(_BOOKS[kind])
    for prefix, label in _BOOKS.items():
        if prefix.endswith(".") and kind.startswith(prefix):
            return f"{label} {kind.removeprefix(prefix)}"
    return kind
