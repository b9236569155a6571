"""What forms tell."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FormPublished:
    """A new version of a form may be used; what began with an older one keeps it."""

    type: ClassVar[str] = "vn.lienthong.forms.form.published.v1"
    key: str
    version: int
    title: str
