"""Checking lines of text before they reach a table: one sentence for what is wrong."""

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError
from lienthong.kernel.organizations import rules


def faults(texts: dict[str, tuple[str, int]]) -> list[FieldError]:
    """Say what is wrong with lines of text.

    :param texts: by path of the field, the tidy text and the most letters it may have
    """
    found = []
    for path, (text, longest) in texts.items():
        if len(text) > longest:
            words = _("At most %(longest)d letters, this has %(length)d")
            found.append(FieldError(path, words % {"longest": longest, "length": len(text)}))
        elif not rules.is_writable(text):
            found.append(FieldError(path, _("There are characters in it that cannot be printed; type it again")))
    return found
