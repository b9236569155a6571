"""Templates carry no script or style of their own, name static files that exist, and are all in use."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2] / "src" / "lienthong"
INLINE = {
    "script without src": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|ld\+json)\")", re.IGNORECASE
    ),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=\s*[\"']", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
STATIC = re.compile(r"{%\s*static\s+[\"']([^\"'{]+)[\"']")
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)
FOUND_BY_NAME = re.compile(r"^(?:40[034]|500|account/|mfa/|cotton/|ui/style/)|base\.html$")


def templates() -> dict[str, str]:
    """Return every template of ours by the name under which it is loaded, comments taken out."""
    return {
        path.relative_to(folder).as_posix(): COMMENT.sub("", path.read_text(encoding="utf-8"))
        for folder in ROOT.rglob("templates")
        for path in sorted(folder.rglob("*.html"))
    }


def test_no_inline_script_or_style() -> None:
    found = [(name, what) for name, text in templates().items() for what, sign in INLINE.items() if sign.search(text)]
    assert found == []


def test_every_static_file_named_exists() -> None:
    named = {(name, path) for name, text in templates().items() for path in STATIC.findall(text)}
    assert [each for each in sorted(named) if finders.find(each[1]) is None] == []


def test_every_template_is_used() -> None:
    written = templates()
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    everything = code + "\n".join(written.values())
    unused = [name for name in written if not FOUND_BY_NAME.search(name) and f"{name}" not in everything]
    assert unused == []


def test_every_component_is_used() -> None:
    written = templates()
    everything = "\n".join(written.values())
    components = [name for name in written if name.startswith("cotton/")]
    tags = {
        name: name.removeprefix("cotton/").removesuffix(".html").replace("/", ".").replace("_", "-")
        for name in components
    }
    names = {name: tag.removesuffix(".index") for name, tag in tags.items()}
    assert [name for name, tag in names.items() if not re.search(rf"<c-{re.escape(tag)}[\s/>]", everything)] == []
