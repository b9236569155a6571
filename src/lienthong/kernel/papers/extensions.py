"""Where systems bring their templates, and signatures their check.

The simplest way for a system: a folder `papers/` in the app with `<name>.typ` files and `templates.json`, a table of
key and title, read at start with the schemas and samples beside it. `paper_template` registers one file from anywhere.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .contracts import SignatureCheck, UnknownTemplate

SignatureChecker = Callable[[bytes], tuple[SignatureCheck, ...]]


@dataclass(frozen=True)
class PaperTemplate:
    """A template: its file (which may import only its own folder and `@lienthong/papers`) and its Vietnamese title.

    `schema` declares its data as JSON Schema, `samples` are data to try it out with, by name. `text` and `version`
    are set for a version that people edited and published: its text takes the place of the file.
    """

    key: str
    path: Path
    title: str
    schema: Mapping[str, Any] | None = field(default=None, hash=False)
    samples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    text: str = ""
    version: str = ""

    @property
    def source(self) -> str:
        """Return what it is printed by."""
        return self.text or self.path.read_text(encoding="utf-8")


TemplateFinder = Callable[[str], PaperTemplate | None]

_templates: dict[str, PaperTemplate] = {}
_finders: list[TemplateFinder] = []
_checkers: list[SignatureChecker] = []


def paper_template(
    key: str,
    path: Path,
    title: str,
    *,
    schema: Mapping[str, Any] | None = None,
    samples: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Register a template.

    :param schema: what its data must be (JSON Schema, draft 2020-12); names in words are its `title`s
    :param samples: data to try it out with, by a name in words
    :raises ValueError: another file is registered under this key, or the file does not exist
    """
    template = PaperTemplate(key=key, path=path.resolve(), title=title, schema=schema, samples=samples or {})
    if not path.is_file():
        raise ValueError(f"the template of the paper {key} is not at {path}")
    if _templates.get(key, template).path != template.path:
        raise ValueError(f"two templates of papers are called {key}")
    _templates[key] = template


def templates_from(finder: TemplateFinder) -> None:
    """Say where templates come from that a system brings as data; the finder knows its own keys, and None others.

    What it finds has a `text`, so it is printed within bounds like what people edit.
    """
    if finder not in _finders:
        _finders.append(finder)


def register_folder(folder: Path) -> None:
    """Register the templates that `templates.json` in the folder lists.

    `contexts.json` beside it holds their schemas by key, with what they share under `$defs`; `samples.json` holds
    their samples by key and name.
    """
    table = _read(folder / "templates.json")
    contexts, samples = _read(folder / "contexts.json"), _read(folder / "samples.json")
    shared = contexts.pop("$defs", {})
    for key, title in table.items():
        schema = {**contexts[key], "$defs": shared} if key in contexts else None
        paper_template(key, folder / f"{key}.typ", title, schema=schema, samples=samples.get(key))


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def find_template(key: str) -> PaperTemplate:
    """Return the template registered under a key, or found as data by a system.

    :raises UnknownTemplate: there is none
    """
    if key in _templates:
        return _templates[key]
    found = next((template for finder in _finders if (template := finder(key)) is not None), None)
    if found is None:
        raise UnknownTemplate(_("There is no paper template “%(key)s”.") % {"key": key}, key=key)
    return found


def known_title(key: str) -> str:
    """Return the title of a template, empty where no system brings it any more."""
    return _templates[key].title if key in _templates else ""


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
