"""What the style page shows: its folder of snippets, read as they stand, and the tokens of the style sheet.

A snippet is a template under `templates/ui/style/<component>/<state>.html`. Its first comment is its caption, a line
in each language ("vi: …", "en: …"); the rest is what the page draws and what it shows as code, from the one file.
`_about.html` of a folder says what the component is for. Files are read at each request: the page is asked for seldom,
and who edits a snippet sees it at once.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ..rules import Swatch, measure, read_tokens

APP = Path(__file__).parents[1]
FOLDER = APP / "templates" / "ui" / "style"
COTTON = APP / "templates" / "cotton"
TOKENS = APP / "static" / "ui" / "tokens.css"
ABOUT = "_about"
# The order in which states stand; those in neither tuple stand between the two by name.
FIRST, LAST = ("default",), ("disabled", "empty", "error", "long", "narrow")
_COMMENT = re.compile(r"{%\s*comment\s*%}\s*(.*?)\s*{%\s*endcomment\s*%}\n?", re.DOTALL)
_LINE = re.compile(r"^(vi|en):\s*(.+)$", re.MULTILINE)
_EXTENDS = re.compile(r"{%\s*extends\b")


@dataclass(frozen=True)
class Snippet:
    """One state of a component: what it is in both languages, its code, and the template that draws it."""

    component: str
    state: str
    captions: dict[str, str]
    code: str
    template: str

    @property
    def whole_page(self) -> bool:
        """Whether it is a page of its own, such as a shell, and cannot stand inside another."""
        return _EXTENDS.search(self.code) is not None

    @property
    def narrow(self) -> bool:
        """Whether it is drawn as narrow as a column of a phone."""
        return self.state.startswith("narrow")


@dataclass(frozen=True)
class Component:
    """A component with its states.

    `tag` is how templates write it; empty when it is classes or a tag of the library. `parameters` is the comment that
    its template opens with.
    """

    name: str
    about: dict[str, str]
    snippets: tuple[Snippet, ...]
    tag: str = ""
    parameters: str = ""


def list_components() -> list[Component]:
    """Return every component that has snippets, by name."""
    drawn = cotton_components()
    return [_component(folder, drawn.get(folder.name)) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()]


def find_component(name: str) -> Component | None:
    """Return a component by its name, or None; a name is only compared, never made into a path."""
    return next((each for each in list_components() if each.name == name), None)


def cotton_components() -> dict[str, Path]:
    """Return the templates of all components by the name they are written with: "form.field", "error-summary"."""
    found = {}
    for path in sorted(COTTON.rglob("*.html")):
        name = path.relative_to(COTTON).with_suffix("").as_posix()
        found[name.replace("/", ".").replace("_", "-")] = path
    return found


def swatches() -> list[Swatch]:
    """Return every colour of the tokens in each theme, with its contrast against the grounds it stands on."""
    return measure(TOKENS.read_text(encoding="utf-8"))


def token_values(prefix: str) -> list[tuple[str, str]]:
    """Return the tokens of `:root` whose names begin so, with their values: `token_values("size-")`."""
    tokens = read_tokens(TOKENS.read_text(encoding="utf-8"))
    return [(name, value) for name, value in tokens.items() if name.startswith(prefix)]


def _component(folder: Path, drawn: Path | None) -> Component:
    paths = [path for path in folder.glob("*.html") if path.stem != ABOUT]
    about, _code = _read(folder / f"{ABOUT}.html")
    return Component(
        folder.name,
        about,
        tuple(_snippet(path) for path in sorted(paths, key=_rank)),
        tag=f"c-{folder.name}" if drawn else "",
        parameters=_parameters(drawn) if drawn else "",
    )


def _snippet(path: Path) -> Snippet:
    captions, code = _read(path)
    name = f"ui/style/{path.parent.name}/{path.name}"
    return Snippet(path.parent.name, path.stem, captions, code, name)


def _read(path: Path) -> tuple[dict[str, str], str]:
    """Return the caption of a file by language, and what stands in it without the caption."""
    text = path.read_text(encoding="utf-8")
    found = _COMMENT.search(text)
    captions = dict(_LINE.findall(found[1])) if found else {}
    return captions, _COMMENT.sub("", text, count=1).strip()


def _parameters(path: Path) -> str:
    found = _COMMENT.search(path.read_text(encoding="utf-8"))
    return found[1] if found else ""


def _rank(path: Path) -> tuple[int, str]:
    state = path.stem
    if state in FIRST:
        return FIRST.index(state), ""
    return (len(FIRST) + 1 + LAST.index(state), "") if state in LAST else (len(FIRST), state)
