"""Word templates, read and filled in by a short-lived process of its own: this file is its program.

A Word file is a zip of XML that somebody sent, with Jinja in it. What it may hold is listed; anything else is refused:
no macros, embedded objects, document types, outside references; of Jinja no calls, no imports, no hidden attributes.
It is run by `word.py`, never by hand: `word_press.py check` or `word_press.py fill`, with a length, JSON and the file
on the standard input.
"""

import io
import json
import resource
import struct
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

SECONDS, MEMORY_BYTES = 20, 1024 * 1024 * 1024
MOST_PARTS, LARGEST_UNPACKED, MOST_NESTED = 500, 60 * 1024 * 1024, 2
LENGTH = struct.Struct(">I")
_LINK = "/hyperlink"
# Parts that run, hold other programs' data, or bring other documents in.
_FORBIDDEN = (
    "vbaproject",
    "vbadata",
    "/activex",
    "/embeddings/",
    "oleobject",
    "/afchunk",
    "/externallinks/",
    "/customui",
)
FILTERS = ("upper", "lower", "title", "default", "join", "length", "trim", "first", "last", "ngay", "gio", "so")


class Refused(Exception):
    """The file cannot be used; the code says why, `about` what it is about."""

    def __init__(self, code: str, about: str = "") -> None:
        """Keep code and matter."""
        super().__init__(code)
        self.code, self.about = code, about


def check_parts(data: bytes) -> None:
    """Refuse a file whose parts do more than hold a text.

    :raises Refused: see the module
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise Refused("too_large")
            if "word/document.xml" not in archive.namelist():
                raise Refused("no_word")
            room = LARGEST_UNPACKED
            for entry in entries:
                room -= _check_part(archive, entry, room)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Refused("no_word") from error


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    name = entry.filename.lower()
    if entry.flag_bits & 1:
        raise Refused("locked")
    if name.startswith("/") or ".." in name or any(word in f"/{name}" for word in _FORBIDDEN):
        raise Refused("active", entry.filename)
    with archive.open(entry) as part:
        content = part.read(room + 1)
    if len(content) > room:
        raise Refused("too_large")
    if name.endswith((".xml", ".rels")):
        _check_xml(entry.filename, content)
    return len(content)


def _check_xml(name: str, content: bytes) -> None:
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken", name) from error
    if root.getroottree().docinfo.doctype:
        raise Refused("doctype", name)
    if name.lower().endswith(".rels"):
        for link in root:
            if link.get("TargetMode") == "External" and not str(link.get("Type", "")).endswith(_LINK):
                raise Refused("outside", str(link.get("Target", ""))[:200])
    if name == "[Content_Types].xml" and b"macroEnabled" in content:
        raise Refused("active", "macroEnabled")
    # Fields that fetch or run: INCLUDETEXT, INCLUDEPICTURE, DDE, DDEAUTO.
    for field in root.iter("{*}instrText"):
        if any(word in (field.text or "").upper() for word in ("INCLUDE", "DDE", "LINK ", "IMPORT")) and (
            "HYPERLINK" not in (field.text or "").upper()
        ):
            raise Refused("outside", (field.text or "").strip()[:200])


def environment(found: dict[str, None]) -> Any:
    """Return a Jinja environment that refuses whatever is not on the list, and writes down what is asked for.

    :param found: takes the paths of values, in the order in which they are met
    """
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Strict(ImmutableSandboxedEnvironment):
        """Checks every template before it is compiled."""

        def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
            tree = super()._parse(source, name, filename)
            _check_tree(tree, found)
            return tree

    made = Strict(undefined=ChainableUndefined, autoescape=True)
    made.filters = {name: made.filters[name] for name in FILTERS if name in made.filters}
    made.filters.update({"ngay": _day, "gio": _hour, "so": _number})
    made.tests = {name: made.tests[name] for name in ("defined", "undefined", "none", "even", "odd")}
    made.globals.clear()
    return made


def _check_tree(tree: Any, found: dict[str, None]) -> None:
    from jinja2 import nodes

    allowed = (
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.For, nodes.If,
        nodes.Filter, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
        nodes.Test, nodes.Concat, nodes.Tuple, nodes.List,
    )  # fmt: skip

    def walk(node: Any, known: dict[str, str], depth: int) -> None:
        if not isinstance(node, allowed):
            raise Refused("forbidden", type(node).__name__.lower())
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise Refused("filter", node.name)
        path = _path_of(node, known)
        if path is not None:
            is_row = isinstance(node, nodes.Name) and node.name in known
            if path and not is_row:
                found.setdefault(path)
            return
        if isinstance(node, nodes.For):
            if depth >= MOST_NESTED:
                raise Refused("nested")
            _walk_loop(node, known, depth, walk)
            return
        for child in node.iter_child_nodes():
            walk(child, known, depth)

    walk(tree, {}, 0)


def _walk_loop(node: Any, known: dict[str, str], depth: int, walk: Any) -> None:
    from jinja2 import nodes

    if node.recursive or not isinstance(node.target, nodes.Name):
        raise Refused("forbidden", "for")
    walk(node.iter, known, depth)
    over = _path_of(node.iter, known)
    inside = {**known, node.target.name: f"{over}[]" if over else "", "loop": ""}
    for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
        walk(child, inside, depth + 1)


def _path_of(node: Any, known: dict[str, str]) -> str | None:
    """Return the path of a value, empty where it is not one of the data, None where the node is something else."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        if node.name.startswith("_"):
            raise Refused("hidden", node.name)
        return known.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        if node.attr.startswith("_"):
            raise Refused("hidden", node.attr)
        before = _path_of(node.node, known)
        return before and f"{before}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        if str(node.arg.value).startswith("_"):
            raise Refused("hidden", str(node.arg.value))
        before = _path_of(node.node, known)
        return before and (f"{before}[]" if isinstance(node.arg.value, int) else f"{before}.{node.arg.value}")
    return None


def _day(iso: object) -> str:
    text = str(iso or "")
    return f"{text[8:10]}/{text[5:7]}/{text[:4]}" if len(text) >= 10 else ""


def _hour(iso: object) -> str:
    text = str(iso or "")
    return f"{text[11:13]} giờ {text[14:16]}" if len(text) >= 16 else ""


def _number(value: object) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value or "")


def list_values(data: bytes) -> list[str]:
    """Return the paths of the values that a template asks for, in the order in which they are met.

    :raises Refused: it holds something that is not allowed, or Jinja that cannot be read
    """
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # the library leaves it untyped
    from jinja2 import TemplateError

    check_parts(data)
    found: dict[str, None] = {}
    made = environment(found)
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.init_docx()
        for text in _texts(template):
            made.parse(text)
    except TemplateError as error:
        raise Refused("jinja", str(error)[:300]) from error
    except (KeyError, ValueError, AttributeError) as error:
        raise Refused("no_word") from error
    return list(found)


def _texts(template: Any) -> Iterator[str]:
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


def fill(data: bytes, context: dict[str, Any]) -> bytes:
    """Return the file with the values in their places.

    :raises Refused: it holds something that is not allowed, or Jinja that cannot be carried out
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    check_parts(data)
    template = DocxTemplate(io.BytesIO(data))
    try:
        template.render(context, jinja_env=environment({}), autoescape=True)
    except (TemplateError, TypeError) as error:
        raise Refused("jinja", str(error)[:300]) from error
    kept = io.BytesIO()
    template.save(kept)
    return kept.getvalue()


def _main(wish: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given = sys.stdin.buffer.read()
    (length,) = LENGTH.unpack(given[: LENGTH.size])
    context, data = json.loads(given[LENGTH.size : LENGTH.size + length]), given[LENGTH.size + length :]
    head: dict[str, Any] = {}
    body = b""
    try:
        if wish == "check":
            head = {"values": list_values(data)}
        else:
            body = fill(data, context)
    except Refused as refused:
        head = {"refused": refused.code, "about": refused.about}
    text = json.dumps(head).encode()
    sys.stdout.buffer.write(LENGTH.pack(len(text)) + text + body)


if __name__ == "__main__":
    _main(sys.argv[1])
