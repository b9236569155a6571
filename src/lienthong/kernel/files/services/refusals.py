"""Refusals of files that several services speak."""

from django.utils.translation import gettext as _

from ..contracts import EmptyFile, FileTooLarge, OffsetConflict
from ..queries.uploads import gone

__all__ = ["elsewhere", "empty", "gone", "too_large"]


def too_large(*, name: str, limit: int) -> FileTooLarge:
    """Return the refusal of a file that passed the limit (bytes), in words for the sender."""
    shown = {"name": name, "limit": max(limit // (1024 * 1024), 1)}
    message = _("“%(name)s” is larger than %(limit)s MB. Send a smaller scan, or split it into parts.") % shown
    return FileTooLarge(message, name=name, limit=limit)


def empty(*, name: str) -> EmptyFile:
    """Return the refusal of a file without content."""
    return EmptyFile(_("“%(name)s” is empty. Choose the file again.") % {"name": name}, name=name)


def elsewhere(*, offset: int) -> OffsetConflict:
    """Return the refusal of a part that does not begin where the upload stands (bytes)."""
    return OffsetConflict(_("The upload goes on from another place. Ask for the place and send on."), offset=offset)
