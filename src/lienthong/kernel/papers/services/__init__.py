"""Acts of papers."""

from .issue import address_of, issue, new_code
from .render import locate_signature, render, render_for_signing
from .revoke import revoke

__all__ = ["address_of", "issue", "locate_signature", "new_code", "render", "render_for_signing", "revoke"]
