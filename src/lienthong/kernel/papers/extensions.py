"""Where systems bring their templates, and signatures their check.

The simplest way for a system: a folder `papers/` in the app with `<name>.typ` files and `templates.json`, a table of
key and title; it is read at start. `paper_template` registers one file from anywhere.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from .contracts import SignatureCheck, UnknownTemplate

SignatureChecker = Callable[[bytes], tuple[SignatureCheck, ...]]


@dataclass(frozen=True)
class PaperTemplate:
    """A template: its file (which may import only its own folder and `@lienthong/papers`) and its Vietnamese title."""

    key: str
    path: Path
    title: str


_templates: dict[str, PaperTemplate] = {}
_checkers: list[SignatureChecker] = []


def paper_template(key: str, path: Path, title: str) -> None:
    """Register a template.

    :raises ValueError: another file is registered under this key, or the file does not exist
    """
    template = PaperTemplate(key=key, path=path.resolve(), title=title)
    if not path.is_file():
        raise ValueError(f"the template of the paper {key} is not at {path}")
    if _templates.get(key, template).path != template.path:
        raise ValueError(f"two templates of papers are called {key}")
    _templates[key] = template


def register_folder(folder: Path) -> None:
    """Register the templates that `templates.json` in the folder lists."""
    table: dict[str, str] = json.loads((folder / "templates.json").read_text(encoding="utf-8"))
    for key, title in table.items():
        paper_template(key, folder / f"{key}.typ", title)


def find_template(key: str) -> PaperTemplate:
    """Return the template registered under a key.

    :raises UnknownTemplate: there is none
    """
    try:
        return _templates[key]
    except KeyError:
        raise UnknownTemplate(_("There is no paper template “%(key)s”.") % {"key": key}, key=key) from None


def list_templates() -> tuple[PaperTemplate, ...]:
    """Return all templates, by key."""
    return tuple(_templates[key] for key in sorted(_templates))


def check_signatures_by(checker: SignatureChecker) -> None:
    """Register the function that reads the signatures in a PDF; papers themselves know no keys."""
    if checker not in _checkers:
        _checkers.append(checker)


def read_signatures(pdf: bytes) -> tuple[SignatureCheck, ...]:
    """Return what every signature in the PDF says, none when no checker is registered."""
    return tuple(check for checker in _checkers for check in checker(pdf))
